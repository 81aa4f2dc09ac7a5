/** A call as the tables print it: method and path, without the query. */
export type CallName = `${'GET' | 'POST'} /${string}`;

/** Which test file proves a row: the name of the file without `.test.ts`. */
export type Topic =
  | 'oauth'
  | 'consultation'
  | 'other-messages'
  | 'broadcasts-and-articles'
  | 'people'
  | 'groups'
  | 'templates';

/** What tells rows of one path apart: body and query of a call as Zalo gets them. */
export interface Request {
  readonly body: any;
  readonly query: URLSearchParams;
}

/** One row of Zalo's call tables. */
export interface Row {
  readonly topic: Topic;
  readonly call: CallName;
  /** Names the row where several share a path; `is` recognises its calls. */
  readonly variant?: string;
  readonly is?: (request: Request) => boolean;
}

/** The kinds of message of the page "Gửi tin Tư vấn ...", pictures once by address and once by upload. */
export const MESSAGE_KINDS = [
  'text',
  'quote',
  'image by url',
  'image by attachment_id',
  'gif by url',
  'gif by attachment_id',
  'sticker',
  'file',
  'request_user_info',
  'buttons',
  'list',
] as const;

/** A kind of {@link MESSAGE_KINDS}. */
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** What a button, or a press on a row of a list, can do. Page "Cấu trúc tham số buttons". */
export const PRESS_TYPES = ['oa.open.url', 'oa.query.show', 'oa.query.hide', 'oa.open.sms', 'oa.open.phone'] as const;

/** A type of {@link PRESS_TYPES}. */
export type PressType = (typeof PRESS_TYPES)[number];

/** The keys of a broadcast's `recipient.target`. Page "Gửi tin Truyền thông Broadcast". */
export const TARGET_KEYS = ['ages', 'gender', 'locations', 'cities', 'platform'] as const;

const V3_SEND = 'POST /v3.0/oa/message/cs';
const V2_SEND = 'POST /v2.0/oa/message';

function kindOf(message: any): MessageKind | undefined {
  if (message?.attachment === undefined) return message?.quote_message_id === undefined ? 'text' : 'quote';
  const { type, payload } = message.attachment;
  if (type === 'file') return 'file';
  if (payload.template_type === undefined) return 'buttons';
  if (payload.template_type !== 'media') return payload.template_type;
  const [element] = payload.elements;
  if (element.media_type === 'sticker') return 'sticker';
  return `${element.media_type as 'image' | 'gif'} by ${element.url === undefined ? 'attachment_id' : 'url'}`;
}

function messageRows(call: CallName): Row[] {
  const ofConsultation = (is: (message: any) => boolean) => (request: Request) =>
    request.body?.recipient?.user_id !== undefined && request.body.message !== undefined && is(request.body.message);
  const row = (variant: string, is: (message: any) => boolean): Row => {
    return { topic: 'consultation', call, variant, is: ofConsultation(is) };
  };
  return [
    ...MESSAGE_KINDS.map((kind) => row(kind, (message) => kindOf(message) === kind)),
    ...PRESS_TYPES.map((type) =>
      row(`button ${type}`, (message) =>
        message.attachment?.payload?.buttons?.some((button: any) => button.type === type),
      ),
    ),
    ...PRESS_TYPES.map((type) =>
      row(`list row ${type}`, (message) =>
        message.attachment?.payload?.elements?.some((element: any) => element.default_action?.type === type),
      ),
    ),
  ];
}

function plainRows(topic: Topic, calls: readonly CallName[]): Row[] {
  return calls.map((call) => ({ topic, call }));
}

const dataHas = (key: string) => (request: Request) => key in JSON.parse(request.query.get('data') ?? '{}');

/**
 * Every row of the tables of Zalo's documentation for Official Accounts, state of 2026-11: pages "Xác thực và ủy quyền cho
 * Ứng dụng", "Gửi tin Tư vấn ...", "Thả biểu tượng cảm xúc", the pages on anonymous users, "Gửi ZNS", "Upload ...", "Gửi
 * tin Truyền thông Broadcast", "Nội dung dạng Bài viết", "Truy xuất ...", "Kiểm tra hạn mức ...", and the 18 of GMF.
 */
export const FACT_SHEET: readonly Row[] = [
  // permission link, code exchange, refresh
  { topic: 'oauth', call: 'GET /v4/oa/permission' },
  ...['authorization_code', 'refresh_token'].map(
    (grant): Row => ({
      topic: 'oauth',
      call: 'POST /v4/oa/access_token',
      variant: grant,
      is: ({ body }) => body.grant_type === grant,
    }),
  ),

  // consultations: v3 of a business, v2 of a state agency
  ...messageRows(V3_SEND),
  ...messageRows(V2_SEND),
  {
    topic: 'consultation',
    call: V2_SEND,
    variant: 'reply to a message id',
    is: ({ body }) => body?.recipient?.message_id !== undefined,
  },

  // other messages and uploads
  { topic: 'other-messages', call: V2_SEND, variant: 'reaction', is: ({ body }) => body?.sender_action !== undefined },
  ...(['text', 'image', 'file', 'sticker'] as const).map(
    (kind): Row => ({
      topic: 'other-messages',
      call: V2_SEND,
      variant: `anonymous ${kind}`,
      is: ({ body }) => body?.recipient?.anonymous_id !== undefined && kindOf(body.message)?.startsWith(kind) === true,
    }),
  ),
  ...plainRows('other-messages', [
    'POST /v2.0/oa/upload/image',
    'POST /v2.0/oa/upload/gif',
    'POST /v2.0/oa/upload/file',
  ]),
  ...plainRows('templates', ['POST /v3.0/oa/message/template', 'POST /message/template']),

  // broadcasts and articles
  ...TARGET_KEYS.map(
    (key): Row => ({
      topic: 'broadcasts-and-articles',
      call: V2_SEND,
      variant: `broadcast by ${key}`,
      is: ({ body }) => body?.recipient?.target?.[key] !== undefined,
    }),
  ),
  ...plainRows('broadcasts-and-articles', [
    'POST /v2.0/article/create',
    'POST /v2.0/article/verify',
    'POST /v2.0/article/update',
    'POST /v2.0/article/remove',
    'GET /v2.0/article/getdetail',
    'GET /v2.0/article/getslice',
    'POST /v2.0/article/upload_video/preparevideo',
    'GET /v2.0/article/upload_video/verify',
  ]),

  // people, tags, conversations, the OA, allowances
  { topic: 'people', call: 'GET /v3.0/oa/user/getlist' },
  ...['tag_name', 'last_interaction_period', 'is_follower'].map(
    (key): Row => ({ topic: 'people', call: 'GET /v3.0/oa/user/getlist', variant: `by ${key}`, is: dataHas(key) }),
  ),
  ...plainRows('people', [
    'GET /v3.0/oa/user/detail',
    'POST /v3.0/oa/user/update',
    'GET /v3.0/oa/user/detail/custominfo',
    'POST /v3.0/oa/user/detail/custominfo',
    'POST /v3.0/oa/user/update/custominfo',
    'POST /v2.0/oa/tag/tagfollower',
    'POST /v2.0/oa/tag/rmfollowerfromtag',
    'POST /v2.0/oa/tag/rmtag',
    'GET /v2.0/oa/tag/gettagsofoa',
    'GET /v2.0/oa/listrecentchat',
    'GET /v2.0/oa/conversation',
    'POST /v2.0/oa/deletefollowerinfo',
    'GET /v2.0/oa/getoa',
    'GET /v2.0/oa/getfollowers',
    'GET /v2.0/oa/getprofile',
    'POST /v2.0/oa/updatefollowerinfo',
  ]),
  {
    topic: 'people',
    call: 'GET /v2.0/oa/getfollowers',
    variant: 'by tag_name',
    is: dataHas('tag_name'),
  },
  ...['user_id', 'quota_owner'].map(
    (key): Row => ({
      topic: 'people',
      call: 'POST /v3.0/oa/quota/message',
      variant: `of ${key}`,
      is: ({ body }) => body?.[key] !== undefined,
    }),
  ),

  // group chat (GMF)
  ...plainRows('groups', [
    'POST /v3.0/oa/quota/group',
    'POST /v3.0/oa/group/creategroupwithoa',
    'GET /v3.0/oa/group/getgroup',
    'GET /v3.0/oa/group/getgroupsofoa',
    'POST /v3.0/oa/group/updateinfo',
    'POST /v3.0/oa/group/updateasset',
    'POST /v3.0/oa/group/invite',
    'GET /v3.0/oa/group/listmember',
    'GET /v3.0/oa/group/listpendinginvite',
    'POST /v3.0/oa/group/acceptpendinginvite',
    'POST /v3.0/oa/group/rejectpendinginvite',
    'POST /v3.0/oa/group/addadmins',
    'POST /v3.0/oa/group/removeadmins',
    'POST /v3.0/oa/group/removemembers',
    'POST /v3.0/oa/group/delete',
    'GET /v3.0/oa/group/listrecentchat',
    'GET /v3.0/oa/group/conversation',
  ]),
  ...['text', 'image', 'gif', 'sticker', 'file'].map(
    (kind): Row => ({
      topic: 'groups',
      call: 'POST /v3.0/oa/group/message',
      variant: kind,
      is: ({ body }) => kindOf(body?.message)?.startsWith(kind) === true,
    }),
  ),
];

/** How a row is named in a failure. */
export function nameOf({ call, variant }: Row): string {
  return variant === undefined ? call : `${call} (${variant})`;
}
