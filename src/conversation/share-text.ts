/** What is passed on: a card, a flow, an announcement. */
export interface Shared {
  readonly title: string;
  /** One sentence on what it is; '' = the title says it. */
  readonly lead: string;
  /** Address of its page in full; undefined where the server has none. Never a short link: nobody can see where it leads. */
  readonly address?: string;
}

/** The sentences around it, filled: how to read on, how to ask. */
export interface ShareWords {
  /** In front of the address, for example "Xem từng bước:". */
  readonly readMore: string;
  /** The last line, for example "Cần tổ giúp, mở Zalo Trợ lý số rồi nhắn: TO LN03". */
  readonly ask: string;
}

/**
 * The text that somebody forwards into a group as it stands: title, one sentence, the address, how to ask. Also for
 * announcements. Speaks to nobody by name and holds nothing about who passes it on beside the code in `ask`.
 */
export function shareText({ title, lead, address }: Shared, { readMore, ask }: ShareWords): string {
  const about = [title.trim(), lead.trim()].filter((line) => line !== '');
  return [...about, '', ...(address === undefined ? [] : [`${readMore} ${address}`]), ask].join('\n');
}
