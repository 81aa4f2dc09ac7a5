import * as z from 'zod';
import { wholeTyped } from '../typed-numbers.ts';
import type { AnnouncementButton, AnnouncementContent, AnnouncementPicture } from '../../storage/announcement-ports.ts';
import {
  ANNOUNCEMENT_CATEGORIES,
  ANNOUNCEMENT_LANES,
  type AnnouncementLaneName,
} from '../../storage/announcement-ports.ts';
import { parseVietnamTime } from '../../shared/clock.ts';
import type { FormFields } from '../page.ts';

/** Parts of the audience a box can name. */
export const SEGMENTS = ['elderly', 'farmer', 'trader', 'parent', 'student'] as const;
export const TOPICS = ['public-services', 'e-payments', 'e-commerce', 'scam-safety', 'other-platforms'] as const;

/** Most buttons beside the one that refuses further news. */
export const BUTTONS = 4;

const codes = (what: string, max: number) =>
  z
    .array(z.string().regex(/^[A-Za-z0-9-]{1,20}$/u, { error: `Mã ${what} chỉ gồm chữ không dấu và số.` }))
    .max(max, { error: `Chọn nhiều nhất ${max} ${what}.` })
    .default([]);

const button = z.strictObject({
  kind: z.enum(['link', 'guide', 'phone'], { error: 'Chọn loại nút.' }),
  title: z
    .string({ error: 'Nút cần có chữ.' })
    .trim()
    .min(1, { error: 'Nút cần có chữ.' })
    .max(35, { error: 'Chữ trên nút nhiều nhất 35 ký tự, dài hơn sẽ bị cắt trên điện thoại.' }),
  /** Address, `card:<slug>` or `flow:<id>`, or number to call. */
  value: z.string({ error: 'Nút cần có nơi mở tới.' }).trim().min(1, { error: 'Nút cần có nơi mở tới.' }).max(1_000),
});

const guide = z.string().regex(/^(?:card|flow):[a-z0-9-]{1,80}$/u, { error: 'Không có hướng dẫn này.' });

/** A draft as a form or a program gives it. Messages in Vietnamese: they stand beside the fields. */
export const contentInput = z.object({
  title: z
    .string({ error: 'Thông báo cần có tên.' })
    .trim()
    .min(3, { error: 'Tên cần ít nhất 3 ký tự.' })
    .max(100, { error: 'Tên dài nhất 100 ký tự.' }),
  category: z.enum(ANNOUNCEMENT_CATEGORIES, { error: 'Chọn loại tin.' }),
  text: z
    .string({ error: 'Chưa có lời nhắn.' })
    .trim()
    .min(10, { error: 'Lời nhắn cần ít nhất 10 ký tự.' })
    .max(2_000, { error: 'Lời nhắn dài nhất 2.000 ký tự.' }),
  buttons: z
    .array(button)
    .max(BUTTONS, { error: `Nhiều nhất ${BUTTONS} nút.` })
    .default([]),
  start: guide.optional(),
  communes: codes('xã', 500),
  teams: codes('tổ', 500),
  segments: z.array(z.enum(SEGMENTS)).default([]),
  interests: z.array(z.enum(TOPICS)).default([]),
  activeWithinDays: z.coerce
    .number({ error: 'Số ngày phải là một số.' })
    .int({ error: 'Số ngày phải là số nguyên.' })
    .min(1, { error: 'Ít nhất 1 ngày.' })
    .max(365, { error: 'Nhiều nhất 365 ngày.' })
    .optional(),
  onlyFollowers: z.coerce.boolean().optional(),
  lanes: z.array(z.enum(ANNOUNCEMENT_LANES)).min(1, { error: 'Chọn ít nhất một cách gửi.' }),
  /** In VND; `500.000` is half a million. */
  budgetVnd: z
    .preprocess(
      wholeTyped,
      z
        .number({ error: 'Ghi số tiền bằng đồng, ví dụ 500.000.' })
        .int({ error: 'Ngân sách tính bằng đồng, không có số lẻ. Ví dụ 500.000.' })
        .min(0, { error: 'Ngân sách không thể âm.' })
        .max(10_000_000_000, { error: 'Nhiều nhất 10 tỷ đồng.' }),
    )
    .optional(),
  emergencyReason: z.string().trim().min(1).max(500, { error: 'Lý do dài nhất 500 ký tự.' }).optional(),
  /** `2026-11-23T08:00`, Viet Nam time. */
  startAt: z
    .string()
    .refine((value) => parseVietnamTime(value) !== undefined, { error: 'Ngày giờ chưa đúng.' })
    .optional(),
  /** Taken off the draft. */
  dropPicture: z.coerce.boolean().optional(),
  /** Said to those who cannot see the picture. */
  pictureAlt: z.string().trim().max(200, { error: 'Lời tả ảnh dài nhất 200 ký tự.' }).optional(),
});

export type ContentInput = z.output<typeof contentInput>;

function toButton({ kind, title, value }: ContentInput['buttons'][number]): AnnouncementButton {
  if (kind === 'link') return { kind, title, url: value };
  if (kind === 'phone') return { kind, title, phone: value.replaceAll(/[\s.]/gu, '') };
  const [type = '', id = ''] = value.split(':');
  return { kind, title, guide: { kind: type === 'flow' ? 'flow' : 'card', id } };
}

/** The content kept for what was given. */
export function toContent(input: ContentInput, picture: AnnouncementPicture | undefined): AnnouncementContent {
  const { title, category, text, communes, teams, segments, interests, lanes } = input;
  const { start, activeWithinDays, onlyFollowers, budgetVnd, emergencyReason, startAt } = input;
  const [startKind, startId = ''] = (start ?? '').split(':');
  const startMs = startAt === undefined ? undefined : parseVietnamTime(startAt);
  return {
    title,
    category,
    text,
    ...(picture === undefined ? {} : { picture }),
    buttons: input.buttons.map(toButton),
    ...(start === undefined ? {} : { start: { kind: startKind === 'flow' ? 'flow' : 'card', id: startId } as const }),
    audience: {
      communes,
      teams: teams.map((code) => code.toUpperCase()),
      segments,
      interests,
      ...(activeWithinDays === undefined ? {} : { activeWithinDays }),
      ...(onlyFollowers === true ? { onlyFollowers } : {}),
    },
    lanes,
    ...(budgetVnd === undefined ? {} : { budgetVnd }),
    ...(emergencyReason === undefined ? {} : { emergency: { reason: emergencyReason } }),
    ...(startMs === undefined ? {} : { startAt: startMs }),
  };
}

const last = (fields: FormFields, name: string): string | undefined => {
  const value = fields.texts[name]?.at(-1)?.trim();
  return value === '' ? undefined : value;
};

/** A draft from the boxes of the compose page. Rows of buttons that were left empty do not count. */
export function readContentFields(fields: FormFields): Record<string, unknown> {
  const buttons = Array.from({ length: BUTTONS }, (_, index) => {
    const kind = last(fields, `buttons.${index}.kind`) ?? 'link';
    return {
      kind,
      title: last(fields, `buttons.${index}.title`),
      value: last(fields, `buttons.${index}.${kind === 'guide' ? 'guide' : 'value'}`),
    };
  }).filter(({ title, value }) => title !== undefined || value !== undefined);
  const teams = last(fields, 'teams')
    ?.split(/[\s,;]+/u)
    .filter((code) => code !== '');
  const optional = ['start', 'activeWithinDays', 'onlyFollowers', 'budgetVnd', 'startAt', 'dropPicture', 'pictureAlt'];
  const isEmergency = last(fields, 'isEmergency') !== undefined;
  return {
    title: last(fields, 'title'),
    category: last(fields, 'category'),
    text: last(fields, 'text'),
    buttons,
    communes: fields.texts['communes'] ?? [],
    teams: teams ?? [],
    segments: fields.texts['segments'] ?? [],
    interests: fields.texts['interests'] ?? [],
    lanes: (fields.texts['lanes'] ?? []) as AnnouncementLaneName[],
    ...Object.fromEntries(
      optional.map((name) => [name, last(fields, name)]).filter(([, value]) => value !== undefined),
    ),
    // Ticked without words must be told so, not forgotten.
    ...(isEmergency ? { emergencyReason: last(fields, 'emergencyReason') ?? '' } : {}),
  };
}
