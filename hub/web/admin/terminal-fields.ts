// Administration: the fields that a new terminal and a standing one have in common.
import type { Area } from '../../../shared/area.ts';
import type { BoundField } from '../parts/dialog-form.ts';
import { selectField, textField } from '../parts/fields.ts';
import { areaChoices } from '../parts/places.ts';

export const placeField = ({ words, value, errors, set }: BoundField, areas: readonly Area[]) =>
  selectField({
    path: '/area',
    label: words.t('terminals.place'),
    value,
    errors,
    choices: areaChoices(words, areas),
    choose: set,
  });

/** A new terminal may leave its number to the hub; the hint says so. */
export const numberField = ({ words, value, errors, set }: BoundField, hint?: string) =>
  textField({
    path: '/number',
    label: words.t('terminals.number'),
    type: 'number',
    min: '1',
    value,
    errors,
    ...(hint === undefined ? {} : { hint }),
    input: set,
  });

export const labelField = ({ words, value, errors, set }: BoundField) =>
  textField({
    path: '/label',
    label: words.t('terminals.label'),
    value,
    errors,
    hint: words.t('terminals.labelHint'),
    input: set,
  });
