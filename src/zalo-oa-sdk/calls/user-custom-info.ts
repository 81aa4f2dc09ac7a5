import * as z from 'zod';
import { ZaloMessageError } from '../errors.ts';
import { defined } from '../reply-shapes.ts';
import { requireBirthDate, requireText } from './request-checks.ts';
import { looseText } from './loose-fields.ts';

/** A value of a field the OA has defined: a text, or for a `table` field one text per key. */
export type CustomValue = string | Readonly<Record<string, string>>;

/** What an OA has stored about a user, beyond Zalo's own fields. What is empty is absent. */
export interface UserCustomInfo {
  readonly name?: string;
  readonly phone?: string;
  /** `dd/MM/yyyy`, as Zalo gives it. */
  readonly birthDate?: string;
  /** `Nam`, `Nữ` or `Khác`, as Zalo gives it. */
  readonly gender?: string;
  readonly city?: string;
  readonly ward?: string;
  readonly street?: string;
  readonly externalId?: string;
  readonly dynamicParam?: string;
  /** The OA's own fields by key. Zalo gives every value as a string, booleans and numbers too. */
  readonly custom: Readonly<Record<string, CustomValue>>;
}

/** What to store. At least one field; those left out stay as they are. */
export interface UserCustomInfoUpdate {
  readonly name?: string;
  readonly phone?: string;
  /** `dd/MM/yyyy`, from 01/01/1970 on. */
  readonly birthDate?: string;
  readonly gender?: 'Nam' | 'Nữ' | 'Khác';
  /** Codes of the province and ward after the mergers of 2025, and the street. */
  readonly address?: { readonly cityId?: string; readonly wardId?: string; readonly street?: string };
  readonly externalId?: string;
  /** The OA's own fields by key, sent as strings as the documentation does. */
  readonly custom?: Readonly<
    Record<string, string | number | boolean | Readonly<Record<string, string | number | boolean>>>
  >;
}

/** Which fields to read, and how. */
export interface CustomInfoOptions {
  /** Keys of the fields wanted; without it all of them. A `table` field is named by its own key alone. */
  readonly fields?: readonly string[];
  /** Zalo documents both. Default `GET`. */
  readonly method?: 'GET' | 'POST';
}

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** `data` of `user/detail/custominfo`. */
export const customInfo = z.object({
  name: looseText,
  phone: looseText,
  user_dob: looseText,
  gender: looseText,
  full_address: z
    .object({
      user_city: looseText,
      user_ward: looseText,
      user_address: looseText,
      user_city_id: looseText,
      user_ward_id: looseText,
    })
    .optional()
    .catch(undefined),
  user_external_id: looseText,
  dynamic_param: looseText,
  custom_info: z
    .record(
      z.string(),
      z
        .union([scalar, z.record(z.string(), scalar)])
        .nullish()
        .catch(undefined),
    )
    .nullish()
    .catch(undefined),
});

/** The stored fields in our words. */
export function toCustomInfo(data: z.infer<typeof customInfo>): UserCustomInfo {
  const address = data.full_address;
  const known = defined({
    name: data.name,
    phone: data.phone,
    birthDate: data.user_dob,
    gender: data.gender,
    city: address?.user_city ?? address?.user_city_id,
    ward: address?.user_ward ?? address?.user_ward_id,
    street: address?.user_address,
    externalId: data.user_external_id,
    dynamicParam: data.dynamic_param,
  });
  const given = Object.entries(data.custom_info ?? {}).filter(([, value]) => value !== null && value !== undefined);
  return { ...known, custom: Object.fromEntries(given) } as UserCustomInfo;
}

/** The body of `user/update/custominfo`. Throws `ZaloMessageError` when there is nothing to store or a wrong date. */
export function customInfoBody(userId: string, update: UserCustomInfoUpdate): object {
  const { name, phone, birthDate, gender, address, externalId, custom } = update;
  const fields = defined({
    name,
    phone,
    user_dob: birthDate === undefined ? undefined : requireBirthDate('birthDate', birthDate),
    gender,
    full_address: address
      ? defined({ user_city_id: address.cityId, user_ward_id: address.wardId, user_address: address.street })
      : undefined,
    user_external_id: externalId,
    custom_info: custom
      ? Object.fromEntries(Object.entries(custom).map(([key, value]) => [key, asStrings(value)]))
      : undefined,
  });
  if (Object.keys(fields).length === 0) {
    throw new ZaloMessageError('update', 'has no field; expected at least one to store.');
  }
  return { user_id: requireText('userId', userId), ...fields };
}

function asStrings(value: NonNullable<UserCustomInfoUpdate['custom']>[string]): CustomValue {
  if (typeof value !== 'object') return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, cell]) => [key, String(cell)]));
}
