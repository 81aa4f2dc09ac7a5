import type { Nodes } from 'mdast';

/** Text of inline nodes as a resident reads it: no marks, line breaks as spaces, links with their address. */
export function inlineText(node: Nodes): string {
  switch (node.type) {
    case 'text':
    case 'inlineCode':
      return node.value.replace(/\s*\n\s*/gu, ' ');
    case 'break':
      return '\n';
    case 'link': {
      const inner = node.children.map(inlineText).join('');
      return inner === node.url || `https://${inner}` === node.url ? inner : `${inner} (${node.url})`;
    }
    default:
      return 'children' in node ? node.children.map((child) => inlineText(child)).join('') : '';
  }
}

/** Text of a block: paragraphs as lines, list items as lines that begin with `- ` or their number. */
export function blockText(node: Nodes): string {
  if (node.type === 'list') {
    return node.children
      .map((item, index) => {
        const mark = node.ordered ? `${(node.start ?? 1) + index}. ` : '- ';
        return mark + item.children.map((child) => blockText(child)).join('\n');
      })
      .join('\n');
  }
  if (node.type === 'blockquote') return node.children.map((child) => blockText(child)).join('\n');
  return inlineText(node);
}

/** 1-based line where a node begins. */
export function lineOfNode(node: Nodes): number {
  return node.position?.start.line ?? 1;
}
