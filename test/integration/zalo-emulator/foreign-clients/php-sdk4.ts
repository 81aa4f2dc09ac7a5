// What zaloplatform/zalo-php-sdk 4.0.4 and 2.0.0 put on the wire through ext-curl (PHP 8.2, recorded 2026-11-22).
// Sources: src/ZaloClient.php, ZaloRequest.php, Http/RequestBodyMultipart.php, Builder/MessageBuilder.php of the SDK, and
// src/vendor NukeViet\Zalo\MyZalo (NukeViet CMS 4.5, common on sites of Vietnamese offices), which drives SDK 4.
import { escapedJson, formEncoded } from './foreign-bench.ts';
import type { ForeignBench } from './foreign-bench.ts';

const sdk4Headers = [
  'SDK-Source: ZALO-PHP-SDK-v4.0.4',
  'User-Agent: Zalo PHP Sdk',
  'SDK_VERSION: 4.0.4',
  'Accept-Encoding: *',
];

/** SDK 4: the client's own headers first, then the SDK's, the length last; JSON with `\u` escapes. */
export function sdk4(bench: ForeignBench) {
  const head = (contentType: string) => [
    `Host: ${bench.host}`,
    'Accept: */*',
    `access_token: ${bench.accessToken()}`,
    `Content-Type: ${contentType}`,
    ...sdk4Headers,
  ];
  return {
    post: (path: string, body: unknown) =>
      bench.call(
        `POST ${path} HTTP/1.1`,
        [...head('application/json'), 'Content-Length: *'],
        escapedJson(body, { escapesSlash: true }),
      ),
    get: (path: string, data?: object) =>
      bench.call(
        `GET ${path}${data === undefined ? '' : `?${formEncoded({ data: escapedJson(data, { escapesSlash: true }) })}`} HTTP/1.1`,
        head('application/x-www-form-urlencoded'),
      ),
    /** A boundary of 13 digits (`uniqid`) and the token once more as a field. */
    upload: (path: string, name: string, mimeType: string, bytes: Buffer) => {
      const body = Buffer.concat([
        Buffer.from(
          `--6b0283cbc310c\r\nContent-Disposition: form-data; name="access_token"\r\n\r\n${bench.accessToken()}\r\n` +
            `--6b0283cbc310c\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${mimeType}\r\n\r\n`,
        ),
        bytes,
        Buffer.from('\r\n--6b0283cbc310c--\r\n'),
      ]);
      return bench.call(
        `POST ${path} HTTP/1.1`,
        [...head('multipart/form-data; boundary=6b0283cbc310c'), 'Content-Length: *'],
        body,
      );
    },
    token: (fields: Readonly<Record<string, string>>) =>
      bench.call(
        'POST /v4/oa/access_token HTTP/1.1',
        [
          `Host: ${bench.host}`,
          'Accept: */*',
          `secret_key: ${bench.appSecret}`,
          'Content-Type: application/x-www-form-urlencoded',
          ...sdk4Headers,
          'Content-Length: *',
        ],
        formEncoded(fields),
      ),
  };
}
