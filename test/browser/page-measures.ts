import type { Page } from 'playwright-core';

/** Smallest text of a public page, CSS pixels; contrast and target sizes are those of WCAG level AAA. */
const MIN_TEXT_PX = 18;
const MIN_TARGET_PX = 44;
const MIN_CONTRAST = 7;

/** Text smaller than 18 px, one line each. */
export const smallTexts = (page: Page): Promise<string[]> =>
  page.evaluate(`(() => {
    const small = [];
    for (const node of document.body.querySelectorAll('*')) {
      if (!node.checkVisibility({ checkVisibilityCSS: true })) continue;
      const hasText = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim() !== '');
      const sizePx = parseFloat(getComputedStyle(node).fontSize);
      if (hasText && sizePx < ${MIN_TEXT_PX}) small.push(sizePx + ' px: ' + node.textContent.trim().slice(0, 40));
    }
    return small;
  })()`);

/** Things to press that are lower or narrower than a fingertip. Off-screen ones (the skip link) are not pressed. */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(`(() => {
    const small = [];
    for (const node of document.querySelectorAll('a, button, input, summary')) {
      const box = node.getBoundingClientRect();
      if (box.right < 0 || box.width === 0) continue;
      if (box.height < ${MIN_TARGET_PX} || box.width < ${MIN_TARGET_PX})
        small.push(box.width + ' x ' + box.height + ': ' + node.textContent.trim().slice(0, 40));
    }
    return small;
  })()`);

/** Text whose contrast to what is behind it is under 7:1. */
export const faintTexts = (page: Page): Promise<string[]> =>
  page.evaluate(`(() => {
    const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const light = (colour) => {
      const [r, g, b] = parts(colour).map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (node) => {
      for (let one = node; one; one = one.parentElement) {
        const { backgroundColor } = getComputedStyle(one);
        const [, , , alpha = 1] = parts(backgroundColor);
        if (alpha === 1) return backgroundColor;
      }
      return 'rgb(255, 255, 255)';
    };
    const faint = [];
    for (const node of document.body.querySelectorAll('*')) {
      if (!node.checkVisibility({ checkVisibilityCSS: true })) continue;
      const hasText = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim() !== '');
      if (!hasText && node.tagName !== 'INPUT') continue;
      const [one, other] = [light(getComputedStyle(node).color), light(behind(node))];
      const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      if (contrast < ${MIN_CONTRAST}) faint.push(contrast.toFixed(1) + ': ' + node.textContent.trim().slice(0, 40));
    }
    return faint;
  })()`);
