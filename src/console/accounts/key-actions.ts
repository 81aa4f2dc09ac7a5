import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { StaffKey } from '../../storage/staff-ports.ts';
import { sha256 } from '../access/sessions.ts';
import { defineAction, Refusal } from '../action.ts';
import { may, type Permission, permissions } from '../permissions.ts';

const DAY_MS = 86_400_000;
/** Longest life of a key; default 90 days. */
const MAX_DAYS = 365;
const DEFAULT_DAYS = 90;

export const SCOPES = Object.keys(permissions) as [Permission, ...Permission[]];

const keyShape = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  accountId: z.string(),
  createdAt: z.number(),
  expiresAt: z.number().optional(),
  lastUsedAt: z.number().optional(),
  revokedAt: z.number().optional(),
});

export type KeyView = z.output<typeof keyShape>;

const view = ({ oaId: _oaId, hash: _hash, ...key }: StaffKey): KeyView => ({ ...key, scopes: [...key.scopes] });

export const listKeys = defineAction({
  name: 'keys.list',
  permission: 'keys.manage',
  route: { method: 'GET', path: '/keys' },
  summary: 'Keys of the API, without the keys themselves',
  input: z.object({}),
  output: z.object({ keys: z.array(keyShape) }),
  run: async ({ deps }) => ({ keys: (await deps.storage.listStaffKeys({ oaId: deps.oaId })).map(view) }),
});

export const addKey = defineAction({
  name: 'keys.add',
  permission: 'keys.manage',
  route: { method: 'POST', path: '/keys' },
  summary: 'Make a key of the API with some of the own permissions; the key is shown nowhere again',
  input: z.object({
    name: z
      .string()
      .trim()
      .min(2, { error: 'Ghi tên phần mềm sẽ dùng khóa này.' })
      .max(60, { error: 'Dài quá 60 ký tự.' }),
    scopes: z.array(z.enum(SCOPES)).min(1, { error: 'Chọn ít nhất một quyền.' }),
    days: z.coerce
      .number({ error: 'Ghi số ngày.' })
      .int({ error: 'Ghi số ngày tròn.' })
      .min(1, { error: 'Ít nhất 1 ngày.' })
      .max(MAX_DAYS, { error: `Nhiều nhất ${MAX_DAYS} ngày.` })
      .default(DEFAULT_DAYS),
  }),
  output: z.object({ id: z.string(), key: z.string(), expiresAt: z.number() }),
  async run(context, { name, scopes, days }) {
    const { actor, deps, at } = context;
    const tooMuch = scopes.filter((scope) => !may(actor, scope));
    if (tooMuch.length > 0) {
      throw new Refusal('Chưa tạo được khóa.', { scopes: `Bạn không có quyền: ${tooMuch.join(', ')}.` });
    }
    const id = randomBytes(9).toString('base64url');
    const key = `tls_${randomBytes(32).toString('base64url')}`;
    const expiresAt = at + days * DAY_MS;
    const kept: StaffKey = {
      ...{ id, oaId: deps.oaId, hash: sha256(key), name, scopes, accountId: actor.accountId, createdAt: at, expiresAt },
    };
    await context.change({
      subject: `key:${id}`,
      detail: { name, scopes, days },
      writes: [{ operation: 'saveStaffKey', args: kept }],
    });
    return { id, key, expiresAt };
  },
});

export const revokeKey = defineAction({
  name: 'keys.revoke',
  permission: 'keys.manage',
  route: { method: 'POST', path: '/keys/:id/revoke' },
  summary: 'Revoke a key of the API, at once and for good',
  input: z.object({ id: z.string().min(1) }),
  output: z.object({ id: z.string() }),
  async run(context, { id }) {
    const { deps, at } = context;
    const key = (await deps.storage.listStaffKeys({ oaId: deps.oaId })).find((one) => one.id === id);
    if (!key) throw new Refusal('Không có khóa này.');
    await context.change({
      subject: `key:${id}`,
      writes: [{ operation: 'saveStaffKey', args: { ...key, revokedAt: at } }],
    });
    return { id };
  },
});

export const keyActions = [listKeys, addKey, revokeKey];
