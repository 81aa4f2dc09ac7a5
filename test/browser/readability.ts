import type { ChatPage, PhoneDriver } from '../support/chat-page.ts';

/** Smallest text on the page, CSS pixels: what a person of 62 reads at arm's length. */
export const MIN_TEXT_PX = 16;
/** Lowest thing to press, CSS pixels: the size of a fingertip (WCAG 2.2, target size, level AAA). */
export const MIN_TARGET_PX = 44;

/** The few DOM members used inside the browser; the project is compiled without the DOM library. */
interface Shown {
  readonly tagName: string;
  readonly className: unknown;
  readonly innerText?: string;
  readonly childNodes: Iterable<{ readonly nodeType: number; readonly textContent: string | null }>;
  checkVisibility(options: object): boolean;
  getBoundingClientRect(): { readonly width: number; readonly height: number };
}

/**
 * What makes the page hard to read or to press right now, one line each; empty when all is well: sideways scrolling,
 * elements that stick out, text under 16 px, buttons under 44 px, errors in the browser's console.
 */
export async function readabilityProblems(chat: ChatPage, phone: PhoneDriver): Promise<string[]> {
  const overflowPx = await chat.sidewaysOverflow();
  const onPage = await chat.page.locator('body').evaluate(
    (body: { querySelectorAll(all: string): Iterable<Shown> }, [minTextPx, minTargetPx]: readonly [number, number]) => {
      const styleOf = (globalThis as unknown as { getComputedStyle(node: Shown): { fontSize: string } })
        .getComputedStyle;
      const found: string[] = [];
      for (const node of body.querySelectorAll('*')) {
        if (!node.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
        const box = node.getBoundingClientRect();
        if (box.width <= 1) continue;
        const name = `${node.tagName} ${String(node.className)} "${(node.innerText ?? '').slice(0, 30)}"`;
        const hasText = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent?.trim() !== '');
        const sizePx = Number.parseFloat(styleOf(node).fontSize);
        if (hasText && sizePx < minTextPx) found.push(`text of ${sizePx} px: ${name}`);
        const isTarget = /^(?:BUTTON|SELECT|TEXTAREA)$/u.test(node.tagName);
        if (isTarget && box.height < minTargetPx) found.push(`only ${box.height} px high: ${name}`);
      }
      return found;
    },
    [MIN_TEXT_PX, MIN_TARGET_PX] as const,
  );
  return [
    ...(overflowPx === 0 ? [] : [`the page scrolls ${overflowPx} px sideways`]),
    ...(await phone.stickingOut()).map((element) => `sticks out: ${element}`),
    ...onPage,
    ...chat.problems.map((problem) => `console: ${problem}`),
  ];
}
