/** Words that stand in English sentences and are neither Vietnamese syllables nor names of fields. */
const english =
  /(?<![\p{L}\p{N}-])(?:the|is|are|has|have|of|for|with|which|write|remove|expected|received|unexpected|invalid|missing|must|cannot|should|instead|character|characters|field|too|than)(?![\p{L}\p{N}-])/giu;

const vietnameseLetter =
  /[ăâđêôơư\u00e0-\u00e3\u00e8-\u00ea\u00ec\u00ed\u00f2-\u00f5\u00f9\u00fa\u00fd\u1ea0-\u1ef9]/iu;

/** What an author wrote, or may choose from: it can be anything. */
const copied = /"[^"\n]*"|'[^'\n]*'|\{[^}\n]*\}|(?<=một trong: ).*/gu;

/** What is English in a finding: words, or whole lines without one Vietnamese letter. Quoted words do not count. */
export function englishIn(finding: string): string[] {
  const own = finding.replace(copied, '');
  const lines = own.split('\n').filter((line) => !vietnameseLetter.test(line));
  return [...(own.match(english) ?? []), ...lines];
}
