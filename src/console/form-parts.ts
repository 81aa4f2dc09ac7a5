import { type Html, html, type Piece } from '../shared/html.ts';
import type { FormState } from './page.ts';

interface FieldBase {
  /** State of the form it stands in; undefined the first time. */
  readonly state: FormState | undefined;
  readonly name: string;
  readonly label: string;
  /** One short sentence below the label. */
  readonly hint?: string;
  readonly required?: boolean;
}

/** What was typed, else the value given. */
export function typed({ state, name }: Pick<FieldBase, 'state' | 'name'>, value = ''): string {
  return state?.fields.texts[name]?.at(-1) ?? (state ? '' : value);
}

/** Which boxes were ticked, else the values given. */
export function ticked(
  { state, name }: Pick<FieldBase, 'state' | 'name'>,
  values: readonly string[] = [],
): readonly string[] {
  return state ? (state.fields.texts[name] ?? []) : values;
}

const idOf = (name: string): string => `f-${name.replaceAll(/[^\w-]/gu, '-')}`;

function described({ state, name, hint }: FieldBase): string {
  const id = idOf(name);
  return [hint === undefined ? '' : `${id}-hint`, state?.problems[name] === undefined ? '' : `${id}-problem`]
    .filter((one) => one !== '')
    .join(' ');
}

/** Hint and problem of a field, to stand between its label and its box. */
function notes({ state, name, hint }: FieldBase): Html {
  const problem = state?.problems[name];
  return html`${hint !== undefined && html`<p class="hint" id="${idOf(name)}-hint">${hint}</p>`}
    ${problem !== undefined && html`<p class="problem" id="${idOf(name)}-problem">${problem}</p>`}`;
}

const wrap = (field: FieldBase, inside: Html, kind = ''): Html =>
  html`<div class="field ${kind} ${field.state?.problems[field.name] === undefined ? '' : 'has-problem'}">${inside}</div>`;

export interface TextField extends FieldBase {
  readonly value?: string | undefined;
  readonly type?: 'text' | 'password' | 'email' | 'tel' | 'url' | 'number' | 'date' | 'datetime-local' | 'search';
  readonly inputMode?: 'numeric' | 'text' | 'tel' | 'decimal';
  readonly maxLength?: number;
  readonly autocomplete?: string;
  readonly min?: string;
  readonly max?: string;
}

/** A one-line box with its label, hint and problem. A password is never filled in again. */
export function textField(field: TextField): Html {
  const { name, label, type = 'text', inputMode, maxLength, autocomplete = 'off', required = false, min, max } = field;
  const value = type === 'password' ? '' : typed(field, field.value);
  const described_ = described(field);
  return wrap(
    field,
    html`<label for="${idOf(name)}">${label}</label>${notes(field)}
    <input id="${idOf(name)}" name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}"${attribute('inputmode', inputMode)}${attribute('maxlength', maxLength)}${attribute('min', min)}${attribute('max', max)}${attribute('aria-describedby', described_)}${field.state?.problems[name] !== undefined && html` aria-invalid="true"`}${required && html` required`}>`,
  );
}

/** An optional attribute, quoted; nothing when there is no value. */
export function attribute(name: string, value: string | number | undefined): Html {
  return value === undefined || value === '' ? html`` : html` ${name}="${value}"`;
}

export interface TextArea extends FieldBase {
  readonly value?: string | undefined;
  readonly rows?: number;
  /** Shows how many characters are left. */
  readonly maxLength?: number;
}

/** A box of several lines; with `maxLength` the page counts along. */
export function textArea(field: TextArea): Html {
  const { name, label, rows = 6, maxLength, required = false } = field;
  return wrap(
    field,
    html`<label for="${idOf(name)}">${label}</label>${notes(field)}
    <textarea id="${idOf(name)}" name="${name}" rows="${rows}"${attribute('data-count', maxLength)}${attribute('aria-describedby', described(field))}${field.state?.problems[name] !== undefined && html` aria-invalid="true"`}${required && html` required`}>
${typed(field, field.value)}</textarea>${maxLength !== undefined && html`<p class="hint count" aria-live="polite" data-count-of="${idOf(name)}">Tối đa ${maxLength.toLocaleString('vi-VN')} ký tự.</p>`}`,
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

/** A list to choose one from. */
export function selectField(
  field: FieldBase & { readonly choices: readonly Choice[]; readonly value?: string | undefined },
): Html {
  const { name, label, choices } = field;
  const chosen = typed(field, field.value);
  return wrap(
    field,
    html`<label for="${idOf(name)}">${label}</label>${notes(field)}
    <select id="${idOf(name)}" name="${name}"${attribute('aria-describedby', described(field))}>${choices.map(
      ({ value, label: one }) => html`<option value="${value}"${value === chosen && html` selected`}>${one}</option>`,
    )}</select>`,
  );
}

function choicesField(
  field: FieldBase & { readonly choices: readonly Choice[] },
  type: 'radio' | 'checkbox',
  chosen: readonly string[],
): Html {
  const { name, label, choices } = field;
  return wrap(
    field,
    html`<fieldset${attribute('aria-describedby', described(field))}><legend>${label}</legend>${notes(field)}${choices.map(
      ({ value, label: one, hint }, index) => html`<div class="choice">
      <input type="${type}" id="${idOf(name)}-${index}" name="${name}" value="${value}"${chosen.includes(value) && html` checked`}>
      <label for="${idOf(name)}-${index}">${one}${hint !== undefined && html`<span class="hint">${hint}</span>`}</label></div>`,
    )}</fieldset>`,
    'choices',
  );
}

/** One of a few. */
export const radioField = (
  field: FieldBase & { readonly choices: readonly Choice[]; readonly value?: string | undefined },
): Html => choicesField(field, 'radio', [typed(field, field.value)]);

/** Any of a few. */
export const checkboxField = (
  field: FieldBase & { readonly choices: readonly Choice[]; readonly values?: readonly string[] },
): Html => choicesField(field, 'checkbox', ticked(field, field.values));

/** One box to tick. Sends `value` (default `1`) when ticked, nothing otherwise. */
export function tickField(field: FieldBase & { readonly value?: string; readonly isTicked?: boolean }): Html {
  const { name, label, value = '1', isTicked = false } = field;
  const on = ticked(field, isTicked ? [value] : []).includes(value);
  return wrap(
    field,
    html`${notes(field)}<div class="choice"><input type="checkbox" id="${idOf(name)}" name="${name}" value="${value}"${attribute('aria-describedby', described(field))}${on && html` checked`}>
    <label for="${idOf(name)}">${label}</label></div>`,
    'choices',
  );
}

/** A file to upload; its form needs `hasFiles`. */
export function fileField(field: FieldBase & { readonly accept: string }): Html {
  const { name, label, accept } = field;
  return wrap(
    field,
    html`<label for="${idOf(name)}">${label}</label>${notes(field)}
    <input type="file" id="${idOf(name)}" name="${name}" accept="${accept}"${attribute('aria-describedby', described(field))}>`,
  );
}

/** A value the form carries along unseen. */
export const hidden = (name: string, value: string | number): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;

/** The button that does it. `danger` for what cannot be taken back. `name`/`value` where a form has several buttons. */
export function submit(
  label: string,
  options: { readonly kind?: 'primary' | 'plain' | 'danger'; readonly name?: string; readonly value?: string } = {},
): Html {
  const { kind = 'primary', name, value } = options;
  return html`<button type="submit" class="button ${kind}"${attribute('name', name)}${attribute('value', value)}>${label}</button>`;
}

/** A link that looks like a button. */
export const linkButton = (label: string, to: string, kind: 'primary' | 'plain' = 'plain'): Html =>
  html`<a class="button ${kind}" href="${to}">${label}</a>`;

/** Buttons side by side. */
export const buttonRow = (...buttons: readonly Piece[]): Html => html`<div class="button-row">${buttons}</div>`;

/** A form of filters: GET, so that the address can be kept and shared. */
export const filterForm = (path: `/${string}`, ...fields: readonly Piece[]): Html =>
  html`<form class="filters" method="get" action="/console${path}">${fields}${submit('Lọc', { kind: 'plain' })}</form>`;
