import * as z from 'zod';
import { accept } from '../api-answers.ts';
import type { ApiAnswer } from '../api-answers.ts';
import type { EmulatorParts } from '../parts.ts';
import { defined, looseText, readFields, zaloId } from './field-reading.ts';
import { findKnownUser } from './known-users.ts';
import type { ResidentProfiles } from './resident-profiles.ts';
import { birthDateField } from './user-detail.ts';

const readShape = z.object({ user_id: zaloId, fields_to_export: z.array(z.string()).optional() });

/** Zalo gives every value back as a string, booleans and numbers too. */
const cell = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const updateShape = z.object({
  user_id: zaloId,
  name: looseText.optional(),
  phone: looseText.optional(),
  user_dob: birthDateField,
  gender: z.enum(['Nam', 'Nữ', 'Khác']).optional(),
  full_address: z
    .object({
      user_city_id: looseText.optional(),
      user_ward_id: looseText.optional(),
      user_address: looseText.optional(),
    })
    .optional(),
  user_external_id: looseText.optional(),
  custom_info: z.record(z.string(), z.union([cell, z.record(z.string(), cell)])).optional(),
});

/**
 * `GET` or `POST /v3.0/oa/user/detail/custominfo`: Zalo's own fields and, under `custom_info`, the OA's.
 * `fields_to_export` names the ones wanted; without it all come.
 *
 * Source: Zalo docs, "Truy xuất thông tin tùy biến của người dùng".
 */
export function readCustomInfo(parts: EmulatorParts, profiles: ResidentProfiles, input: unknown): ApiAnswer {
  const read = readFields(parts.options.settings, readShape, input);
  if (!read.ok) return read.refusal;
  const known = findKnownUser(parts, read.value.user_id);
  if (!known.ok) return known.refusal;
  const profile = profiles.get(known.resident.id);
  const wanted = read.value.fields_to_export;
  const pick = (fields: object) =>
    Object.fromEntries(Object.entries(fields).filter(([key]) => wanted === undefined || wanted.includes(key)));
  const own = {
    name: profile.name ?? '',
    phone: profile.phone ?? '',
    user_dob: profile.birthDate ?? '',
    gender: profile.gender ?? '',
    full_address: {
      user_city: profile.city ?? '',
      user_ward: profile.ward ?? '',
      user_address: profile.street ?? '',
      ...defined({ user_city_id: profile.cityId, user_ward_id: profile.wardId }),
    },
    user_external_id: profile.externalId ?? '',
    dynamic_param: '',
  };
  return accept({ user_id: known.resident.id, ...pick(own), custom_info: pick(profile.custom ?? {}) });
}

/** `POST /v3.0/oa/user/update/custominfo`. Source: Zalo docs, "Cập nhật thông tin tùy biến của người dùng". */
export function updateCustomInfo(parts: EmulatorParts, profiles: ResidentProfiles, body: unknown): ApiAnswer {
  const read = readFields(parts.options.settings, updateShape, body);
  if (!read.ok) return read.refusal;
  const { user_id: userId, full_address: address, ...fields } = read.value;
  const known = findKnownUser(parts, userId);
  if (!known.ok) return known.refusal;
  profiles.merge(
    userId,
    defined({
      name: fields.name,
      phone: fields.phone,
      birthDate: fields.user_dob,
      gender: fields.gender,
      cityId: address?.user_city_id,
      wardId: address?.user_ward_id,
      street: address?.user_address,
      externalId: fields.user_external_id,
      custom: fields.custom_info,
    }),
  );
  return accept();
}
