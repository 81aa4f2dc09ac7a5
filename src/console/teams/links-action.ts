import * as z from 'zod';
import { defineAction } from '../action.ts';
import { teamOf } from './read.ts';

/** Links by which a team is shared. */
export const teamLinks = defineAction({
  name: 'teams.links',
  permission: 'teams.view',
  route: { method: 'GET', path: '/teams/:code/links' },
  summary: 'Public addresses by which a team is shared: page, invitation sheets, hand-outs with its code.',
  input: z.object({ code: z.string().max(12) }),
  output: z.object({
    page: z.string(),
    invitations: z.array(z.object({ size: z.enum(['a6', 'a4']), address: z.string() })),
    handouts: z.array(z.object({ title: z.string(), address: z.string() })),
  }),
  async run(context, { code: asked }) {
    const { deps } = context;
    const team = await teamOf(context, asked);
    const base = deps.publicUrl() ?? '';
    return {
      page: `${base}/t/${team.code}`,
      invitations: (['a6', 'a4'] as const).map((size) => ({
        size,
        address: `${base}/t/${team.code}/the-moi.pdf?kho=${size}`,
      })),
      handouts: deps
        .catalogue()
        .cards()
        .map(({ slug, title }) => ({ title, address: `${base}/h/${slug}/a5.pdf?to=${team.code}` })),
    };
  },
});
