// Beside id.ts and receipt-code.ts: codes that tell nothing and ids that cannot be turned back.
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { FactIdSchema, groupReceiptCode, mintReceiptCode, NameSchema, ReceiptCodeSchema } from './id.ts';
import { newFactId, newName } from './server/keys.ts';
import { ratingIdOf } from './server/receipt-code.ts';

const mint = () => mintReceiptCode((bytes) => crypto.getRandomValues(bytes));

describe('receipt codes', () => {
  it('have twelve characters that cannot be misread, in three groups', () => {
    const code = mint();
    expect(Value.Check(ReceiptCodeSchema, code)).toBe(true);
    expect(groupReceiptCode('7K3QM9TD2FHW')).toBe('7K3Q-M9TD-2FHW');
  });

  it('do not repeat', () => {
    expect(new Set(Array.from({ length: 10_000 }, mint)).size).toBe(10_000);
  });

  it('give the same rating id each time, and it is a fact id', () => {
    expect(ratingIdOf('7K3QM9TD2FHW')).toBe(ratingIdOf('7K3QM9TD2FHW'));
    expect(ratingIdOf('7K3QM9TD2FHW')).not.toBe(ratingIdOf('7K3QM9TD2FHX'));
    expect(Value.Check(FactIdSchema, ratingIdOf(mint()))).toBe(true);
  });
});

it('random names and ids are what the wire asks for', () => {
  expect(Value.Check(NameSchema, newName())).toBe(true);
  expect(Value.Check(FactIdSchema, newFactId())).toBe(true);
});
