import * as z from 'zod';
import { codeOf } from '../../shared/errors.ts';
import { defineAction, Refusal } from '../action.ts';

/** Key of `readMeta`/`writeMeta`: the consent that was begun and not come back from yet, as JSON. */
export const CONSENT_STATE_KEY = 'oa-consent-state';

/** Zalo's code lives 10 minutes; reading and choosing takes a while before that. */
export const CONSENT_LIFE_MS = 30 * 60_000;

/** What Zalo calls back. */
export const CALLBACK_PATH = '/callback';

/** Events that have to be switched on, with what is lost without them. */
export const NEEDED_EVENTS: readonly { readonly names: readonly string[]; readonly why: string }[] = [
  { names: ['user_send_text'], why: 'Nhận lời nhắn và nút bấm của người dân' },
  {
    names: ['user_send_image', 'user_send_link', 'user_send_location', 'user_send_file'],
    why: 'Nhận ảnh, đường dẫn, vị trí để kiểm tra lừa đảo và ghi nhật ký',
  },
  { names: ['follow', 'unfollow', 'user_click_chatnow'], why: 'Chào người mới quan tâm, biết ai thôi quan tâm' },
  { names: ['oa_send_text'], why: 'Biết tin đã tới Zalo, và nhường lời khi cán bộ tự trả lời' },
  { names: ['user_withdraw'], why: 'Xóa dữ liệu khi người dân rút quyền ở Zalo' },
  { names: ['widget_interaction_accepted'], why: 'Ghi công cho tổ khi người dân nhắn từ trang của tổ' },
];

export const showConnection = defineAction({
  name: 'settings.connection',
  permission: 'settings.manage',
  route: { method: 'GET', path: '/connection' },
  summary: 'How the connection to the OA stands, without a call to Zalo.',
  input: z.object({}),
  output: z.object({
    mode: z.enum(['demo', 'production']),
    oaId: z.string(),
    appId: z.string(),
    publicUrl: z.string().optional(),
    webhookUrl: z.string().optional(),
    callbackUrl: z.string().optional(),
    hasToken: z.boolean(),
    canRefresh: z.boolean(),
    tokenExpiresAt: z.number().optional(),
    messageApi: z.string().optional(),
    /** Events since the server started, by name. */
    events: z.record(z.string(), z.number()),
  }),
  async run({ deps }) {
    const row = await deps.storage.loadOa({ oaId: deps.oaId });
    const publicUrl = deps.publicUrl();
    return {
      mode: deps.mode,
      oaId: deps.oaId,
      appId: deps.zalo.appId,
      ...(publicUrl === undefined
        ? {}
        : { publicUrl, webhookUrl: `${publicUrl}/webhook/zalo`, callbackUrl: `${publicUrl}${CALLBACK_PATH}` }),
      hasToken: row?.accessToken !== undefined,
      canRefresh: row?.refreshToken !== undefined,
      ...(row?.expiresAt === undefined ? {} : { tokenExpiresAt: row.expiresAt }),
      ...(row?.messageApi === undefined ? {} : { messageApi: row.messageApi }),
      events: { ...(await deps.zalo.eventsSeen()) },
    };
  },
});

export const beginConsent = defineAction({
  name: 'settings.begin-consent',
  permission: 'settings.manage',
  route: { method: 'POST', path: '/connection/consent' },
  summary: 'The link an administrator of the OA opens to give the app access; good once, for 30 minutes.',
  input: z.object({}),
  output: z.object({ link: z.string() }),
  async run(context) {
    const { deps, at } = context;
    const publicUrl = deps.publicUrl();
    if (publicUrl === undefined) {
      throw new Refusal('Máy chủ chưa có địa chỉ công khai (PUBLIC_URL), nên Zalo không quay lại đây được.');
    }
    const state = deps.randomId();
    let link: string;
    try {
      link = deps.zalo.permissionLink({ redirectUri: `${publicUrl}${CALLBACK_PATH}`, state });
    } catch (error) {
      throw new Refusal(
        `Địa chỉ ${publicUrl} chưa dùng được để cấp quyền (mã ${codeOf(error)}). Cần https và tên miền.`,
      );
    }
    await context.change({
      subject: `oa:${deps.oaId}`,
      writes: [
        {
          operation: 'writeMeta',
          args: { key: CONSENT_STATE_KEY, value: JSON.stringify({ state, at, oaId: deps.oaId }) },
        },
      ],
    });
    return { link };
  },
});

export const checkConnection = defineAction({
  name: 'settings.check-connection',
  permission: 'settings.manage',
  route: { method: 'POST', path: '/connection/check' },
  summary: "Asks Zalo for the OA's own profile: name, kind, package.",
  input: z.object({}),
  output: z.object({
    name: z.string(),
    kind: z.string(),
    isVerified: z.boolean().optional(),
    packageName: z.string().optional(),
    followers: z.number().optional(),
  }),
  async run({ deps }) {
    try {
      const profile = await deps.zalo.profile();
      const kind = profile.oaType === 4 ? 'cơ quan nhà nước' : profile.oaType === 2 ? 'doanh nghiệp' : 'chưa rõ';
      return {
        name: profile.name ?? '',
        kind,
        ...(profile.isVerified === undefined ? {} : { isVerified: profile.isVerified }),
        ...(profile.packageName === undefined ? {} : { packageName: profile.packageName }),
        ...(profile.followerCount === undefined ? {} : { followers: profile.followerCount }),
      };
    } catch (error) {
      throw new Refusal(`Chưa gọi được Zalo (mã ${codeOf(error)}). Bạn cấp quyền lại ở bước 2 rồi kiểm tra lần nữa.`);
    }
  },
});
