import { accept } from '../api-answers.ts';
import type { OaSends } from '../oa-sends.ts';
import type { OaRoute } from '../oa-route.ts';
import type { EmulatorParts } from '../parts.ts';
import { readUpload } from '../read-upload.ts';

/** Routes of consultation messages, uploads and the OA's profile: what every bot uses. */
export function messageRoutes(parts: EmulatorParts, sends: OaSends): readonly OaRoute[] {
  return [
    { method: 'POST', path: '/v3.0/oa/message/cs', isSend: true, answer: ({ body }) => sends.sendV3(body) },
    { method: 'POST', path: '/v2.0/oa/message', isSend: true, answer: ({ body }) => sends.sendV2(body) },
    { method: 'GET', path: '/v2.0/oa/getoa', answer: () => accept(oaProfile(parts)) },
    ...(['image', 'gif', 'file'] as const).map(
      (kind): OaRoute => ({
        method: 'POST',
        path: `/v2.0/oa/upload/${kind}`,
        answer: ({ contentType, body }) => readUpload(parts, kind, contentType, body),
      }),
    ),
  ];
}

function oaProfile({ options, account, book }: EmulatorParts): Record<string, unknown> {
  const { type, name, isVerified, packageName, zcaBalanceVnd } = account.get();
  return {
    oa_id: options.oaId,
    name,
    description: 'Tài khoản OA giả lập để thử trợ lý trên máy của bạn.',
    oa_alias: '',
    is_verified: isVerified,
    oa_type: type,
    cate_name: type === 4 ? 'Cơ quan nhà nước' : 'Doanh nghiệp',
    num_follower: book.residents().filter(({ follows }) => follows).length,
    avatar: '',
    cover: '',
    linked_ZCA: zcaBalanceVnd === undefined ? '' : 'ZCA giả lập',
    // Only a business OA has a package.
    ...(type === 2 && packageName !== undefined
      ? { package_name: packageName, package_valid_through_date: '31/12/2027' }
      : {}),
  };
}
