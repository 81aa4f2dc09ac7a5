/**
 * What the province sets and residents are told of it: whom to call in a commune. Part of `StorageOperations`
 * (`ports.ts`), in a file of its own by size. Single values stand under `readMeta`/`writeMeta`.
 */

/** Keys of `readMeta`/`writeMeta`. An empty value means the default. */
export const DEPARTMENT_NAME_KEY = 'department-name';
/** Digits. Residents are told it only together with `OFFICE_CHECKED_KEY`. */
export const OFFICE_HOTLINE_KEY = 'office-hotline';
/** Day on which somebody saved or checked the number, `2026-11-22`. */
export const OFFICE_CHECKED_KEY = 'office-hotline-checked';
export const OFFICE_ADDRESS_KEY = 'office-address';

/** Where residents of a commune find a person of the state: said to them when nobody of the bot's teams is there. */
export interface CommuneContact {
  readonly communeCode: string;
  /** Number to call, digits; '' for none. */
  readonly hotline: string;
  /** Name of the public service centre (Trung tâm phục vụ hành chính công); '' for none. */
  readonly centre: string;
  readonly address: string;
  /** As residents read it: "Thứ Hai đến thứ Sáu, 7:30–17:00". */
  readonly openingHours: string;
  /** Day on which somebody checked it, `2026-11-22`. Residents are told it beside the number. */
  readonly checkedOn: string;
}

export interface SettingsReads {
  findCommuneContact(args: { readonly oaId: string; readonly communeCode: string }): CommuneContact | undefined;
  /** By code. */
  listCommuneContacts(args: { readonly oaId: string }): readonly CommuneContact[];
}

export interface SettingsWrites {
  /** Keeps it over what was there; one with nothing to say is removed. */
  saveCommuneContact(args: CommuneContact & { readonly oaId: string }): null;
}
