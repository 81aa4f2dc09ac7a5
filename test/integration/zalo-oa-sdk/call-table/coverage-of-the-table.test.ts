import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createEmulator } from 'zalo-emulator';
import { FACT_SHEET, nameOf, type Topic } from './fact-sheet.ts';

const here = (file: string) => new URL(file, import.meta.url);

/** Method and path of every row, written out by hand from the tables, so that a row cannot be lost unnoticed. */
const CALLS = `
GET  /v4/oa/permission
POST /v4/oa/access_token
POST /v3.0/oa/message/cs
POST /v2.0/oa/message
POST /v3.0/oa/message/template
POST /message/template
POST /v2.0/oa/upload/image
POST /v2.0/oa/upload/gif
POST /v2.0/oa/upload/file
POST /v2.0/article/create
POST /v2.0/article/verify
POST /v2.0/article/update
POST /v2.0/article/remove
GET  /v2.0/article/getdetail
GET  /v2.0/article/getslice
POST /v2.0/article/upload_video/preparevideo
GET  /v2.0/article/upload_video/verify
GET  /v3.0/oa/user/getlist
GET  /v3.0/oa/user/detail
POST /v3.0/oa/user/update
GET  /v3.0/oa/user/detail/custominfo
POST /v3.0/oa/user/detail/custominfo
POST /v3.0/oa/user/update/custominfo
GET  /v2.0/oa/getfollowers
GET  /v2.0/oa/getprofile
POST /v2.0/oa/updatefollowerinfo
POST /v2.0/oa/deletefollowerinfo
POST /v2.0/oa/tag/tagfollower
POST /v2.0/oa/tag/rmfollowerfromtag
POST /v2.0/oa/tag/rmtag
GET  /v2.0/oa/tag/gettagsofoa
GET  /v2.0/oa/listrecentchat
GET  /v2.0/oa/conversation
GET  /v2.0/oa/getoa
POST /v3.0/oa/quota/message
POST /v3.0/oa/quota/group
POST /v3.0/oa/group/creategroupwithoa
POST /v3.0/oa/group/message
GET  /v3.0/oa/group/getgroup
GET  /v3.0/oa/group/getgroupsofoa
POST /v3.0/oa/group/updateinfo
POST /v3.0/oa/group/updateasset
POST /v3.0/oa/group/invite
GET  /v3.0/oa/group/listmember
GET  /v3.0/oa/group/listpendinginvite
POST /v3.0/oa/group/acceptpendinginvite
POST /v3.0/oa/group/rejectpendinginvite
POST /v3.0/oa/group/addadmins
POST /v3.0/oa/group/removeadmins
POST /v3.0/oa/group/removemembers
POST /v3.0/oa/group/delete
GET  /v3.0/oa/group/listrecentchat
GET  /v3.0/oa/group/conversation
`
  .trim()
  .split('\n')
  .map((line) => line.replace(/\s+/, ' '));

/** Served by the emulator for the sake of other clients, but in none of the tables. */
const BEYOND_THE_TABLES = [
  // a reseller's page; the SDK has it, and templates.test.ts tries it
  'GET /message/status',
  // named in passing, its fields on no page we have
  'POST /v2.0/oa/quota/message',
];

/** Not among the emulator's routes of the OA API: they belong to OAuth. */
const OAUTH = ['GET /v4/oa/permission', 'POST /v4/oa/access_token'];

const TOPICS = [...new Set(FACT_SHEET.map(({ topic }) => topic))];

describe('the table of calls', () => {
  it('has a row for every method and path, and no other', () => {
    expect([...new Set(FACT_SHEET.map(({ call }) => call as string))].toSorted()).toEqual(CALLS.toSorted());
  });

  it('has the rows of paths that carry several things apart', () => {
    const counts = Object.groupBy(FACT_SHEET, ({ call }) => call);
    const countOf = (call: keyof typeof counts) => counts[call]?.length;
    // eleven kinds of message, five types of button, five of list rows
    expect(countOf('POST /v3.0/oa/message/cs')).toBe(21);
    // the same, a reply, a reaction, four anonymous kinds, five targets
    expect(countOf('POST /v2.0/oa/message')).toBe(21 + 1 + 1 + 4 + 5);
    expect(countOf('POST /v3.0/oa/group/message')).toBe(5);
    expect(countOf('POST /v4/oa/access_token')).toBe(2);
    expect(countOf('POST /v3.0/oa/quota/message')).toBe(2);
    expect(new Set(FACT_SHEET.map(nameOf)).size).toBe(FACT_SHEET.length);
  });

  it('holds all 18 calls of group chats', () => {
    expect(CALLS.filter((call) => /\/group(\/|$)/.test(call))).toHaveLength(18);
  });

  it('agrees with what the emulator serves', () => {
    const served = createEmulator().inner.routes.map(({ method, path }) => `${method} ${path}`);
    const inTables = CALLS.filter((call) => !OAUTH.includes(call));
    expect(served.toSorted()).toEqual([...inTables, ...BEYOND_THE_TABLES].toSorted());
  });

  it.each(TOPICS)('is proven, row by row, at the end of the tests on %s', (topic: Topic) => {
    const source = readFileSync(here(`${topic}.test.ts`), 'utf8');
    const lastTest = source.slice(source.lastIndexOf('\nit('));
    expect(lastTest).toContain(`expect(unprovenRows('${topic}')).toEqual([]);`);
  });

  it('is proven by tests of which none is skipped', () => {
    const files = readdirSync(here('.')).filter((file) => file.endsWith('.test.ts') && !file.startsWith('coverage-of'));
    expect(files).toHaveLength(TOPICS.length + 1);
    for (const file of files) expect(readFileSync(here(file), 'utf8')).not.toMatch(/\.(skip|only|todo)\b/);
  });
});
