/** What merge fields become where a whole village reads: on a page, in an article, in a group. */
export interface Readers {
  /** Name of the commune with its kind, "Xã Bến Lức". Default: "xã, phường". */
  readonly communeName?: string;
  /** Default: "tổ công nghệ số". */
  readonly teamName?: string;
}

/** The text spoken to everybody and nobody by name; anything else in braces stays as it is. */
export function neutralText(text: string, { communeName, teamName }: Readers = {}): string {
  const values: Readonly<Record<string, string>> = {
    bác: 'bà con',
    Bác: 'Bà con',
    xã:
      communeName?.replace(/^(?:Xã|Phường|Đặc khu|Thị trấn)(?= )/u, (kind) => kind.toLocaleLowerCase('vi')) ??
      'xã, phường',
    tổ: teamName ?? 'tổ công nghệ số',
  };
  return text.replace(/\{([^{}]*)\}/gu, (whole, name: string) => values[name.normalize('NFC')] ?? whole);
}
