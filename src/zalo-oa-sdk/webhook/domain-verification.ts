import { ZaloSetupError } from '../setup-error.ts';

/** The three ways to prove a domain to Zalo; one of them is enough. It must stay in place. */
export interface DomainVerification {
  /** Path of the file to serve over https, `/zalo_verifier<code>.html`. */
  readonly path: string;
  /** Content of that file, to be served as `text/html; charset=utf-8`. */
  readonly html: string;
  /** The tag for the head of the home page instead. */
  readonly metaTag: string;
  /** Names of the DNS record instead, relative to the domain: `@` is the domain itself; either will do. */
  readonly txtRecordNames: readonly ['@', 'zalo_verifier'];
  /** Value of the record, as seen in the records of verified domains; the fact is not in the documentation. */
  readonly txtRecordValue: string;
}

/** Codes seen have 32 to 36 of these; nothing here can leave an HTML attribute, a path or a DNS record. */
const CODE = /^[A-Za-z0-9_-]{1,128}$/;

/**
 * What to publish for the verification code of the developer console (app, "Xác thực domain"). `code` is the bare
 * code, without `zalo-platform-site-verification=` and without the tag around it.
 *
 * Throws `ZaloSetupError` unless the code is 1 to 128 letters, digits, `_` and `-`: it becomes part of a page.
 *
 * Source: page "Hướng dẫn xác thực domain", 2026-11. A webhook's domain must be verified, except ngrok.io,
 * localtunnel.me, localhost.run and serveo.net.
 */
export function domainVerification(code: string): DomainVerification {
  if (typeof code !== 'string' || !CODE.test(code)) {
    throw new ZaloSetupError(
      'code',
      'is not a verification code; expected 1 to 128 letters, digits, "_" and "-". Copy only the code, not the tag.',
    );
  }
  const metaTag = `<meta property="zalo-platform-site-verification" content="${code}" />`;
  return {
    path: `/zalo_verifier${code}.html`,
    html: `<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n${metaTag}\n<title>Zalo</title>\n</head>\n<body></body>\n</html>\n`,
    metaTag,
    txtRecordNames: ['@', 'zalo_verifier'],
    txtRecordValue: `zalo-platform-site-verification=${code}`,
  };
}
