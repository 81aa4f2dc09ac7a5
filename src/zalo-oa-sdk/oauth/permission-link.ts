import { ZaloPermissionError } from './permission-error.ts';

/** What a permission link says. */
export interface PermissionLinkOptions {
  /** Id of the app (not of the OA), decimal digits. */
  readonly appId: string;
  /** Where Zalo sends the admin back to: https, on a domain verified in the console, without a query string. */
  readonly redirectUri: string;
  /** `challenge` of `createPkce`. Leave it out where the console has no code challenge set. */
  readonly codeChallenge?: string;
  /** Comes back unchanged in the callback; see `createState`. */
  readonly state?: string;
  /** Default `https://oauth.zaloapp.com`. A path prefix such as `http://127.0.0.1:3000/oauth` is kept. */
  readonly oauthUrl?: string;
}

/** Zalo's page is reached from these without https, so that the whole way can be tried on one machine. */
const LOCAL_HOSTS = new Set(['127.0.0.1', 'localhost']);

/**
 * The address that an admin of the OA opens to give the app access:
 * `https://oauth.zaloapp.com/v4/oa/permission?app_id=…&redirect_uri=…&code_challenge=…&state=…`.
 *
 * Throws `ZaloPermissionError` (`ZALO_BAD_REDIRECT_URI`) when `redirectUri` is not an https address (http is allowed for
 * 127.0.0.1 and localhost) or carries a query string or a fragment: Zalo answers -14003 only after the admin has
 * consented. Throws a `TypeError` (`ZALO_BAD_URL`) when `oauthUrl` is not a web address.
 *
 * Source: page "Xác thực và ủy quyền cho Ứng dụng"; the ban on query strings from clients in production, 2026-11.
 */
export function permissionLink(options: PermissionLinkOptions): string {
  checkRedirectUri(options.redirectUri);
  const query = new URLSearchParams({ app_id: options.appId, redirect_uri: options.redirectUri });
  if (options.codeChallenge !== undefined) query.set('code_challenge', options.codeChallenge);
  if (options.state !== undefined) query.set('state', options.state);
  return `${baseOf(options.oauthUrl ?? 'https://oauth.zaloapp.com')}/v4/oa/permission?${query.toString()}`;
}

function checkRedirectUri(redirectUri: string): void {
  const refuse = (problem: string, remedy: string): never => {
    throw new ZaloPermissionError('ZALO_BAD_REDIRECT_URI', `redirectUri ${problem}; Zalo answers -14003. ${remedy}`);
  };
  if (!URL.canParse(redirectUri)) {
    return refuse('is not an address', 'Expected one like https://bot.example.vn/zalo/callback.');
  }
  const url = new URL(redirectUri);
  const isSecure = url.protocol === 'https:' || (url.protocol === 'http:' && LOCAL_HOSTS.has(url.hostname));
  if (!isSecure) return refuse(`begins with ${url.protocol}`, 'Expected https:// on a domain verified in the console.');
  // a lone "?" or "#" leaves search and hash empty, but is sent all the same
  if (redirectUri.includes('?')) return refuse('has a query string', 'Put what it says into state instead.');
  if (redirectUri.includes('#')) return refuse('has a fragment', 'Leave out everything from # on.');
}

function baseOf(oauthUrl: string): string {
  const url = URL.canParse(oauthUrl) ? new URL(oauthUrl) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new TypeError(`ZALO_BAD_URL: oauthUrl is '${oauthUrl}'; expected an address like https://oauth.zaloapp.com.`);
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}
