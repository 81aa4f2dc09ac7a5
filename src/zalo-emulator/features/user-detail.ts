import * as z from 'zod';
import { accept } from '../api-answers.ts';
import type { ApiAnswer } from '../api-answers.ts';
import type { EmulatorParts } from '../parts.ts';
import { defined, looseText, readFields, zaloId } from './field-reading.ts';
import { findKnownUser } from './known-users.ts';
import type { ResidentProfile, ResidentProfiles } from './resident-profiles.ts';
import type { TagBook } from './tags.ts';
import { vietnamDate } from './vietnam-time.ts';
import { zaloCityName } from './zalo-cities.ts';

const userShape = z.object({ user_id: zaloId });

/** `dd/MM/yyyy` from 1/1/1970 on. Source: Zalo docs, "Cập nhật chi tiết người dùng". */
export const birthDateField = z
  .string()
  .regex(/^(0?[1-9]|[12]\d|3[01])\/(0?[1-9]|1[0-2])\/(19[7-9]\d|[2-9]\d{3})$/)
  .optional();

const sharedInfoShape = z.object({
  name: looseText.optional(),
  phone: looseText.optional(),
  address: looseText.optional(),
  city_id: looseText.optional(),
  district_id: looseText.optional(),
  user_dob: birthDateField,
});

const updateShape = z.object({
  user_id: zaloId,
  shared_info: sharedInfoShape.optional(),
  user_alias: looseText.optional(),
  user_external_id: looseText.optional(),
});

/** `GET /v3.0/oa/user/detail`. */
export function readUser(parts: EmulatorParts, profiles: ResidentProfiles, tags: TagBook, data: unknown): ApiAnswer {
  const read = readFields(parts.options.settings, userShape, data);
  if (!read.ok) return read.refusal;
  const known = findKnownUser(parts, read.value.user_id);
  if (!known.ok) return known.refusal;
  const { id, idByApp, name, follows, lastInteractionAtMs, traits } = known.resident;
  const profile = profiles.get(id);
  return accept({
    user_id: id,
    user_id_by_app: idByApp,
    user_external_id: profile.externalId ?? '',
    display_name: name,
    user_alias: profile.alias ?? '',
    is_sensitive: isUnderAge(traits?.ageYears),
    user_last_interaction_date: lastInteractionAtMs === undefined ? '' : vietnamDate(lastInteractionAtMs),
    user_is_follower: follows,
    ...noAvatar,
    dynamic_param: '',
    tags_and_notes_info: { notes: [], tag_names: tags.namesOf(id) },
    shared_info: { ...sharedInfo(profile), user_dob: profile.birthDate ?? '' },
  });
}

/** `GET /v2.0/oa/getprofile`. */
export function readFollower(
  parts: EmulatorParts,
  profiles: ResidentProfiles,
  tags: TagBook,
  data: unknown,
): ApiAnswer {
  const read = readFields(parts.options.settings, userShape, data);
  if (!read.ok) return read.refusal;
  const known = findKnownUser(parts, read.value.user_id);
  if (!known.ok) return known.refusal;
  const { id, idByApp, name, traits } = known.resident;
  return accept({
    user_id: id,
    user_id_by_app: idByApp,
    display_name: name,
    user_gender: traits?.gender ?? 0,
    birth_date: 0,
    is_sensitive: isUnderAge(traits?.ageYears),
    ...noAvatar,
    tags_and_notes_info: { notes: [], tag_names: tags.namesOf(id) },
    shared_info: sharedInfo(profiles.get(id)),
  });
}

/** `POST /v3.0/oa/user/update`: fields that are absent stay as they are. */
export function updateUser(parts: EmulatorParts, profiles: ResidentProfiles, body: unknown): ApiAnswer {
  const read = readFields(parts.options.settings, updateShape, body);
  if (!read.ok) return read.refusal;
  const { user_id: userId, shared_info: shared = {}, user_alias: alias, user_external_id: externalId } = read.value;
  const known = findKnownUser(parts, userId);
  if (!known.ok) return known.refusal;
  profiles.merge(userId, { ...toProfile(shared), ...defined({ alias, externalId }) });
  return accept();
}

/** `POST /v2.0/oa/updatefollowerinfo`: the same fields, beside `user_id`. */
export function updateFollower(parts: EmulatorParts, profiles: ResidentProfiles, body: unknown): ApiAnswer {
  const read = readFields(parts.options.settings, sharedInfoShape.extend({ user_id: zaloId }), body);
  if (!read.ok) return read.refusal;
  const { user_id: userId, ...shared } = read.value;
  const known = findKnownUser(parts, userId);
  if (!known.ok) return known.refusal;
  profiles.merge(userId, toProfile(shared));
  return accept();
}

/** `POST /v2.0/oa/deletefollowerinfo`: erases what the OA has stored, not the chat and not the person's tags. */
export function forgetUser(parts: EmulatorParts, profiles: ResidentProfiles, body: unknown): ApiAnswer {
  const read = readFields(parts.options.settings, userShape, body);
  if (!read.ok) return read.refusal;
  const known = findKnownUser(parts, read.value.user_id);
  if (!known.ok) return known.refusal;
  profiles.forget(known.resident.id);
  return accept();
}

const noAvatar = { avatar: '', avatars: { 120: '', 240: '' } };

function isUnderAge(ageYears: number | undefined): boolean {
  return ageYears !== undefined && ageYears < 18;
}

function sharedInfo(profile: ResidentProfile): object {
  return {
    address: profile.street ?? '',
    city: profile.city ?? '',
    district: profile.district ?? '',
    phone: profile.phone ?? '',
    name: profile.name ?? '',
  };
}

function toProfile(shared: z.infer<typeof sharedInfoShape>): ResidentProfile {
  const { name, phone, address: street, city_id: cityId, user_dob: birthDate } = shared;
  const city = cityId === undefined ? undefined : zaloCityName(Number(cityId));
  return defined({ name, phone, street, cityId, city, birthDate });
}
