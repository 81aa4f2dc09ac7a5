import type { EmulatorOptions, Group } from 'zalo-emulator';
import { DAY_MS, createWorkbench } from './workbench.ts';
import type { SendResult, Workbench } from './workbench.ts';

/** A workbench with the calls of group chat at hand; Bác Ba is the OA's admin, Cô Tư and Anh Năm follow it. */
export interface GroupBench extends Workbench {
  /** User ids of Bác Ba, Cô Tư and Anh Năm. */
  readonly ba: string;
  readonly tu: string;
  readonly nam: string;
  /** POSTs to `/v3.0/oa/<path>` with the valid token. */
  post(path: string, body: unknown): Promise<Record<string, any>>;
  /** GETs `/v3.0/oa/<path>` with the valid token. */
  get(path: string): Promise<Record<string, any>>;
  /** Creates a group through the API with these members; default Bác Ba and Cô Tư on the gmf10 asset. */
  found(members?: readonly string[], change?: Record<string, unknown>): Promise<string>;
  /** The group as the page sees it. */
  group(groupId: string): Group;
  /** Bodies of all events of one name, in the order posted. */
  eventsNamed(name: string): Promise<Record<string, any>[]>;
  /** Forgets the posts so far. */
  clearPosts(): Promise<void>;
}

export const GMF10 = '326e977e4d3da4630010';
export const GMF50 = '326e977e4d3da4630050';
export const GMF100 = '326e977e4d3da4630100';

export async function createGroupBench(options: EmulatorOptions = {}): Promise<GroupBench> {
  // Tokens of 25 hours would end in every test that skips days.
  const bench = await createWorkbench({ accessTokenTtlMs: 1000 * DAY_MS, ...options });
  const { emulator } = bench;
  const [ba = '', tu = '', nam = ''] = emulator.residents().map(({ id }) => id);
  for (const id of [tu, nam]) emulator.as.follow(id);

  const clearPosts = async () => {
    await emulator.idle();
    bench.posts.length = 0;
  };
  await clearPosts();

  const post = async (path: string, body: unknown) => {
    const { json }: SendResult = await bench.send(body, { path: `/v3.0/oa/${path}` });
    return json;
  };
  return {
    ...bench,
    ba,
    tu,
    nam,
    post,
    clearPosts,
    async get(path) {
      const headers = { access_token: emulator.tokens().accessToken };
      return (await bench.server.inject({ method: 'GET', url: `/v3.0/oa/${path}`, headers })).json();
    },
    async found(members = [ba, tu], change = {}) {
      const body = { group_name: 'Tổ số ấp 3', asset_id: GMF10, member_user_ids: members, ...change };
      const { data, error, message } = await post('group/creategroupwithoa', body);
      if (error !== 0) throw new Error(`no group: ${error} ${message}`);
      return String(data.group_id);
    },
    group(groupId) {
      const group = emulator.groups.find(groupId);
      if (group === undefined) throw new Error(`no group ${groupId}`);
      return group;
    },
    async eventsNamed(name) {
      await emulator.idle();
      return bench.posts.map(({ rawBody }) => JSON.parse(rawBody)).filter(({ event_name }) => event_name === name);
    },
  };
}
