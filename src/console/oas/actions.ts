import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';
import { type ActionContext, defineAction, type Deed, Refusal } from '../action.ts';
import type { ConsoleOa } from './door.ts';

const digits = (words: string) =>
  z
    .string()
    .trim()
    .regex(/^\d{5,25}$/u, { error: `${words} chỉ gồm chữ số, chép từ trang của Zalo.` });
const secret = z.string().trim().min(8, { error: 'Khóa quá ngắn. Bạn chép lại cả dòng.' }).max(200).optional();
const nameSchema = z.string().trim().min(2, { error: 'Ghi tên OA.' }).max(80, { error: 'Tên dài quá 80 ký tự.' });

const oaShape = z.object({
  oaId: z.string(),
  name: z.string(),
  appId: z.string(),
  isFirst: z.boolean(),
  isPaused: z.boolean(),
  hasToken: z.boolean(),
  addedAt: z.number(),
  lastWebhookAt: z.number(),
});

export type OaView = z.output<typeof oaShape>;

const byId = z.object({ id: z.string().min(1) });
const done = z.object({ oaId: z.string(), name: z.string() });

const view = async ({ deps }: ActionContext, oa: ConsoleOa): Promise<OaView> => ({
  ...oa,
  hasToken: (await deps.storage.loadOa({ oaId: oa.oaId }))?.accessToken !== undefined,
});

function find({ deps }: ActionContext, id: string): ConsoleOa {
  const found = deps.oas.list().find(({ oaId }) => oaId === id);
  if (found) return found;
  throw new AppError('NOT_FOUND', `There is no OA "${id}" in this installation. See the list of OAs.`);
}

/** The first OA's keys stand in the environment; it goes with the installation itself. */
function findAdded(context: ActionContext, id: string): ConsoleOa {
  const found = find(context, id);
  if (!found.isFirst) return found;
  throw new Refusal('OA đầu tiên nằm trong cấu hình máy chủ, nên không đổi được ở đây.');
}

/** Writes the deed down, and has this server take it in at once. */
async function changeList(context: ActionContext, deed: Deed): Promise<void> {
  await context.change(deed);
  await context.deps.oas.refresh();
}

export const listOas = defineAction({
  name: 'oas.list',
  permission: 'oas.manage',
  route: { method: 'GET', path: '/oas' },
  summary: 'OAs of the installation, without their keys',
  input: z.object({}),
  output: z.object({ oas: z.array(oaShape) }),
  run: async (context) => ({ oas: await Promise.all(context.deps.oas.list().map((oa) => view(context, oa))) }),
});

export const readOa = defineAction({
  name: 'oas.read',
  permission: 'oas.manage',
  route: { method: 'GET', path: '/oas/:id' },
  summary: 'One OA, without its keys',
  input: byId,
  output: oaShape,
  run: (context, { id }) => view(context, find(context, id)),
});

export const addOa = defineAction({
  name: 'oas.add',
  permission: 'oas.manage',
  route: { method: 'POST', path: '/oas' },
  summary: 'Add an OA; it is served at once. Keys that are left out are those of the first OA; none is shown again',
  input: z.object({
    oaId: digits('Mã OA'),
    name: nameSchema,
    appId: digits('Mã ứng dụng').optional(),
    appSecret: secret,
    oaSecret: secret,
  }),
  output: done,
  async run(context, { oaId, name, appId, appSecret, oaSecret }) {
    const { deps, at } = context;
    if (deps.mode === 'demo') throw new Refusal('Bản dùng thử chỉ có một OA.');
    if (deps.oas.list().some((one) => one.oaId === oaId)) {
      throw new Refusal('Chưa thêm được OA.', { oaId: 'OA này đã có trong danh sách.' });
    }
    refuseHalfAnApp(deps.oas.list()[0]?.appId, { appId, appSecret, oaSecret });
    const keys = deps.oas.seal(oaId, { appId, appSecret, oaSecret });
    await changeList(context, {
      subject: `oa:${oaId}`,
      detail: { name, appId: keys.appId },
      writes: [{ operation: 'addOa', args: { oaId, name, ...keys, addedAt: at } }],
    });
    return { oaId, name };
  },
});

/** Another app has keys of its own, both of them. */
function refuseHalfAnApp(
  firstAppId: string | undefined,
  { appId, appSecret, oaSecret }: { readonly [K in 'appId' | 'appSecret' | 'oaSecret']: string | undefined },
): void {
  if (appId === undefined || appId === firstAppId) return;
  const missing = 'Ứng dụng khác thì cần khóa của chính nó.';
  const problems = {
    ...(appSecret === undefined ? { appSecret: missing } : {}),
    ...(oaSecret === undefined ? { oaSecret: missing } : {}),
  };
  if (Object.keys(problems).length > 0) throw new Refusal('Còn thiếu khóa của ứng dụng.', problems);
}

export const editOa = defineAction({
  name: 'oas.edit',
  permission: 'oas.manage',
  route: { method: 'PUT', path: '/oas/:id' },
  summary: 'Rename an OA, or give it new keys; those that are left out stay',
  input: byId.extend({ name: nameSchema, appSecret: secret, oaSecret: secret }),
  output: done,
  async run(context, { id, name, appSecret, oaSecret }) {
    const { deps } = context;
    const { appId } = findAdded(context, id);
    if ((appSecret === undefined) !== (oaSecret === undefined)) {
      const missing = 'Đổi khóa thì ghi cả hai khóa.';
      throw new Refusal('Chưa đổi khóa.', appSecret === undefined ? { appSecret: missing } : { oaSecret: missing });
    }
    const keys = appSecret === undefined ? {} : deps.oas.seal(id, { appId, appSecret, oaSecret });
    await changeList(context, {
      subject: `oa:${id}`,
      detail: { name, newKeys: appSecret !== undefined },
      writes: [{ operation: 'patchOa', args: { oaId: id, patch: { name, ...keys } } }],
    });
    return { oaId: id, name };
  },
});

const setState = (name: 'pause' | 'resume', state: 'paused' | 'serving', summary: string) =>
  defineAction({
    name: `oas.${name}`,
    permission: 'oas.manage',
    route: { method: 'POST', path: `/oas/:id/${name}` },
    summary,
    input: byId,
    output: done,
    async run(context, { id }) {
      const { oaId, name: called } = findAdded(context, id);
      await changeList(context, {
        subject: `oa:${oaId}`,
        writes: [{ operation: 'patchOa', args: { oaId, patch: { state } } }],
      });
      return { oaId, name: called };
    },
  });

export const pauseOa = setState('pause', 'paused', 'Take nothing in and send nothing for an OA; everything is kept');
export const resumeOa = setState('resume', 'serving', 'Let an OA go on');

export const removeOa = defineAction({
  name: 'oas.remove',
  permission: 'oas.manage',
  route: { method: 'POST', path: '/oas/:id/remove' },
  summary: 'Forget the keys of an OA; what was written there stays until its time is over',
  input: byId.extend({ confirm: z.string().trim() }),
  output: done,
  async run(context, { id, confirm }) {
    const { oaId, name } = findAdded(context, id);
    if (confirm !== oaId) throw new Refusal('Chưa gỡ OA.', { confirm: 'Ghi lại đúng mã OA để xác nhận.' });
    if (oaId === context.deps.oaId) throw new Refusal('Bạn đang làm việc ở OA này. Hãy chuyển sang OA khác trước.');
    await changeList(context, {
      subject: `oa:${oaId}`,
      detail: { name },
      writes: [{ operation: 'removeOa', args: { oaId } }],
    });
    return { oaId, name };
  },
});

export const switchOa = defineAction({
  name: 'oas.switch',
  permission: 'self',
  route: { method: 'POST', path: '/me/oa' },
  summary: 'Work for another OA from now on, in this browser',
  input: z.object({ oaId: z.string().min(1) }),
  output: done,
  async run(context, { oaId: wanted }) {
    const { actor } = context;
    if (actor.everyOa !== true || actor.sessionHash === undefined) {
      throw new Refusal('Tài khoản của bạn làm việc ở một OA.');
    }
    const { oaId, name } = find(context, wanted);
    await context.change({
      subject: `oa:${oaId}`,
      writes: [{ operation: 'moveStaffSession', args: { idHash: actor.sessionHash, oaId } }],
    });
    return { oaId, name };
  },
});

export const oaActions = [listOas, readOa, addOa, editOa, pauseOa, resumeOa, removeOa, switchOa];
