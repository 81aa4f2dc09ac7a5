import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { daysOfPeriod } from '../../shared/periods.ts';
import { type ActionContext, defineAction, Refusal } from '../action.ts';
import { communeName, readCommuneField } from './communes.ts';
import { ALL } from './read.ts';
import { dayText } from './words.ts';

const input = z.object({
  from: z
    .string()
    .trim()
    .regex(/^\d{5}$/u, { error: 'Ghi mã xã cũ: năm chữ số, ví dụ 25270.' }),
  to: z.string().trim().min(1, { error: 'Chọn xã mới.' }).max(120),
  /** First day under the new code, `2026-12-01`. */
  day: z.string().trim().max(10),
});

type Input = z.output<typeof input>;

/** What is changed into what; `Refusal` for what cannot be true. */
async function readChange({ deps, at }: ActionContext, { from, to, day }: Input) {
  const target = await readCommuneField(deps, to, 'to');
  const today = vietnamDay(at);
  if (from === target.code) {
    throw new Refusal('Hai mã trùng nhau.', { to: 'Xã chỉ đổi tên mà không đổi mã thì không cần làm gì ở đây.' });
  }
  if (!daysOfPeriod('d', day)) throw new Refusal('Ngày chưa đúng.', { day: 'Chọn ngày, ví dụ 01/12/2026.' });
  if (day > today) {
    throw new Refusal('Ngày chưa tới.', {
      day: `Hôm nay là ${dayText(today)}. Tổ chuyển ngay khi bấm, nên bạn làm việc này đúng ngày.`,
    });
  }
  const line = await deps.storage.listCommuneLine({ oaId: deps.oaId, communeCode: from });
  if (line.includes(target.code)) {
    throw new Refusal('Hai xã sẽ nối vòng tròn.', {
      to: `${target.name} trước đây đã thành xã ${from}; đi ngược lại thì số liệu chạy vòng tròn.`,
    });
  }
  return target;
}

/** What a change of communes would move. */
export const previewCommunes = defineAction({
  name: 'communes.preview',
  permission: 'communes.manage',
  route: { method: 'GET', path: '/communes/changes/preview' },
  summary: 'What would move if one commune became another on a day. Changes nothing.',
  input,
  output: z.object({
    from: z.object({ code: z.string(), name: z.string() }),
    to: z.object({ code: z.string(), name: z.string() }),
    day: z.string(),
    teams: z.array(z.object({ code: z.string(), name: z.string() })),
    members: z.number(),
    /** Console accounts of officers of the old commune: they see nothing any more until they are given the new one. */
    accounts: z.number(),
  }),
  async run(context, asked) {
    const target = await readChange(context, asked);
    const { storage, oaId } = context.deps;
    const { from, day } = asked;
    const members = await storage.listMembers({ oaId, communeCode: from, limit: ALL });
    return {
      from: { code: from, name: communeName(context.deps, from) },
      to: { code: target.code, name: target.name },
      day,
      teams: (await storage.listTeams({ oaId, communeCode: from })).map(({ code, name }) => ({ code, name })),
      members: members.filter(({ state }) => state !== 'left').length,
      accounts: (await storage.listStaff({ oaId })).filter(({ communeCode }) => communeCode === from).length,
    };
  },
});

/** Records that one commune became another. */
export const mergeCommunes = defineAction({
  name: 'communes.merge',
  permission: 'communes.manage',
  route: { method: 'POST', path: '/communes/changes' },
  summary: 'One commune became another: teams, members, residents and console accounts of the old one move.',
  input,
  output: z.object({ teams: z.number(), members: z.number(), residents: z.number() }),
  async run(context, asked) {
    const target = await readChange(context, asked);
    const { deps, at } = context;
    const { storage, oaId } = deps;
    const officers = (await storage.listStaff({ oaId })).filter(({ communeCode }) => communeCode === asked.from);
    const { results } = await context.change({
      subject: `commune:${asked.from}`,
      detail: { to: target.code, day: asked.day, accounts: officers.length },
      writes: [
        {
          operation: 'applyCommuneChange',
          args: {
            ...{ oaId, fromCode: asked.from, toCode: target.code, atDay: asked.day },
            ...{ provinceCode: target.provinceCode, at },
          },
        },
        // Whoever worked for the old commune works for the one it became.
        ...officers.map(
          ({ id }) => ({ operation: 'patchStaff', args: { oaId, id, patch: { communeCode: target.code } } }) as const,
        ),
      ],
    });
    return results[0] as { teams: number; members: number; residents: number };
  },
});

/** Communes that became others. */
export const listCommuneChanges = defineAction({
  name: 'communes.changes',
  permission: 'communes.manage',
  route: { method: 'GET', path: '/communes/changes' },
  summary: 'Communes that became others.',
  input: z.object({}),
  output: z.object({
    changes: z.array(
      z.object({ fromCode: z.string(), fromName: z.string(), toCode: z.string(), toName: z.string(), day: z.string() }),
    ),
  }),
  async run({ deps }) {
    const changes = await deps.storage.listCommuneChanges({ oaId: deps.oaId });
    return {
      changes: changes.map(({ fromCode, toCode, atDay }) => ({
        ...{ fromCode, toCode, day: atDay },
        fromName: communeName(deps, fromCode),
        toName: communeName(deps, toCode),
      })),
    };
  },
});
