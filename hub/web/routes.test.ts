import { describe, expect, it } from 'vitest';
import { landing, pageOf, pagesFor } from './routes.ts';

describe('pages', () => {
  it('are hidden from those without the right', () => {
    expect(pagesFor(['see']).map(({ name }) => name)).toEqual(['overview', 'account']);
    expect(pagesFor(['see', 'audit']).map(({ name }) => name)).toEqual(['overview', 'records', 'account']);
  });
  it('are found with and without a slash at the end', () => {
    expect([pageOf('/'), pageOf('/admin/areas/'), pageOf('/nowhere')]).toEqual([
      'overview',
      'areas',
      undefined,
    ]);
  });
  it('open where somebody may go', () => {
    expect(landing('/admin/users', ['see'])).toBe('/');
    expect(landing('/admin/users', ['manageUsers'])).toBe('/admin/users');
    expect(landing('/', [])).toBe('/account');
  });
});
