import * as z from 'zod';
import { defined, idText } from '../reply-shapes.ts';
import { looseFlag, looseText, looseTexts } from './loose-fields.ts';

/** What a user has typed into the OA's request for information (`request_user_info`), or the OA has stored for them. */
export interface SharedInfo {
  readonly name?: string;
  /** Digits in international form, `84912345678`. */
  readonly phone?: string;
  readonly address?: string;
  readonly city?: string;
  readonly district?: string;
  /** Before the mergers of 2025, and in answers of v2. */
  readonly ward?: string;
  /** `dd/MM/yyyy`, as Zalo gives it. */
  readonly birthDate?: string;
}

/**
 * One user of an OA, the same for both generations of the API. What Zalo leaves empty is absent here. v2 (state
 * agencies) has no `externalId`, `alias`, `lastInteractionDate`, `isFollower` and `dynamicParam`; v3 has no `gender`.
 */
export interface ZaloUser {
  /** The user within this OA: the id to send to. */
  readonly userId: string;
  /** The user within the app; cannot be messaged. */
  readonly userIdByApp?: string;
  /** The id the OA's own system has given the user. */
  readonly externalId?: string;
  readonly displayName?: string;
  /** The name the OA has given the user. */
  readonly alias?: string;
  /** Zalo's `is_sensitive`: the user is under 18. */
  readonly isUnder18?: boolean;
  /** `dd/MM/yyyy` without a time zone (Zalo means UTC+7), as Zalo gives it: too coarse for the 48 hours and 7 days. */
  readonly lastInteractionDate?: string;
  readonly isFollower?: boolean;
  readonly gender?: 'male' | 'female';
  readonly avatarUrl?: string;
  /** 120 pixels wide. */
  readonly avatarUrl120?: string;
  /** 240 pixels wide. */
  readonly avatarUrl240?: string;
  /** The last "OA URL" made in OA Manager that the user came by. */
  readonly dynamicParam?: string;
  readonly notes: readonly string[];
  readonly tagNames: readonly string[];
  readonly sharedInfo?: SharedInfo;
}

const sharedInfo = z.object({
  name: looseText,
  phone: looseText,
  address: looseText,
  city: looseText,
  district: looseText,
  ward: looseText,
  user_dob: looseText,
});

/** `data` of `user/detail` (v3) and `getprofile` (v2). Only the id must be there. */
export const userDetail = z.object({
  user_id: idText,
  user_id_by_app: looseText,
  user_external_id: looseText,
  display_name: looseText,
  user_alias: looseText,
  is_sensitive: looseFlag,
  user_last_interaction_date: looseText,
  user_is_follower: looseFlag,
  user_gender: looseText,
  avatar: looseText,
  avatars: z.object({ '120': looseText, '240': looseText }).optional().catch(undefined),
  dynamic_param: looseText,
  // an older page prints `note`
  tags_and_notes_info: z
    .object({ notes: looseTexts, note: looseTexts, tag_names: looseTexts })
    .optional()
    .catch(undefined),
  shared_info: sharedInfo.optional().catch(undefined),
});

/** The user in our words. */
export function toZaloUser(data: z.infer<typeof userDetail>): ZaloUser {
  const labels = data.tags_and_notes_info;
  return {
    ...defined({
      userId: data.user_id,
      userIdByApp: data.user_id_by_app,
      externalId: data.user_external_id,
      displayName: data.display_name,
      alias: data.user_alias,
      isUnder18: data.is_sensitive,
      lastInteractionDate: data.user_last_interaction_date,
      isFollower: data.user_is_follower,
      gender: ({ '1': 'male', '2': 'female' } as const)[data.user_gender ?? ''],
      avatarUrl: data.avatar,
      avatarUrl120: data.avatars?.['120'],
      avatarUrl240: data.avatars?.['240'],
      dynamicParam: data.dynamic_param,
      sharedInfo: toSharedInfo(data.shared_info),
    }),
    notes: [...(labels?.notes ?? []), ...(labels?.note ?? [])],
    tagNames: labels?.tag_names ?? [],
  } as ZaloUser;
}

function toSharedInfo(data: z.infer<typeof sharedInfo> | undefined): SharedInfo | undefined {
  if (!data) return undefined;
  const { name, phone, address, city, district, ward, user_dob } = data;
  const info = defined({ name, phone, address, city, district, ward, birthDate: user_dob });
  return Object.keys(info).length === 0 ? undefined : (info as SharedInfo);
}
