// Rich text as elements. Text only ever becomes text nodes; a link only leads where safeHref allows.
import type { ComponentChildren, VNode } from 'preact';
import { hostToShow, inert, safeHref } from './inert';
import type { Block, Span } from './types';

function Link({ span, base }: { span: Span; base: string }) {
  const href = safeHref(span.href ?? '', base);
  if (!href) return <>{inert(span.text)}</>;
  const host = hostToShow(span.text, href);
  return (
    <>
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {inert(span.text || href)}
      </a>
      {host ? <span class="host"> ({host})</span> : null}
    </>
  );
}

const spanTags = { strong: 'strong', emphasis: 'em', code: 'code', text: 'span' } as const;

function OneSpan({ span, base }: { span: Span; base: string }) {
  if (span.kind === 'link') return <Link span={span} base={base} />;
  const Tag = spanTags[span.kind] ?? 'span';
  return <Tag>{inert(span.text)}</Tag>;
}

function spansOf(block: Block, base: string): ComponentChildren {
  return (block.spans ?? []).map((span, i) => <OneSpan key={i} span={span} base={base} />);
}

function single(block: Block, key: number, base: string): VNode {
  const inside = spansOf(block, base);
  if (block.kind === 'code') {
    return (
      <pre key={key} tabIndex={0}>
        <code>{inside}</code>
      </pre>
    );
  }
  const Tag = block.kind === 'quote' ? 'blockquote' : 'p';
  return (
    <Tag key={key} class={block.kind} dir="auto">
      {inside}
    </Tag>
  );
}

function list(items: Block[], key: number, base: string): VNode {
  const inside = items.map((item, i) => (
    <li key={i} dir="auto">
      {spansOf(item, base)}
    </li>
  ));
  return items[0]?.kind === 'numbered' ? (
    <ol key={key} start={items[0].number || 1}>
      {inside}
    </ol>
  ) : (
    <ul key={key}>{inside}</ul>
  );
}

// `base`: the server's address, against which relative links are resolved.
export function RichText({ blocks, base }: { blocks: Block[]; base: string }) {
  const out: VNode[] = [];
  for (let i = 0; i < blocks.length;) {
    const block = blocks[i]!;
    let end = i + 1;
    if (block.kind === 'bullet' || block.kind === 'numbered') {
      while (end < blocks.length && blocks[end]!.kind === block.kind) end++;
      out.push(list(blocks.slice(i, end), i, base));
    } else {
      out.push(single(block, i, base));
    }
    i = end;
  }
  return <div class="rich">{out}</div>;
}

export function plainText(blocks: Block[] | undefined): string {
  return (blocks ?? []).map((b) => (b.spans ?? []).map((s) => s.text).join('')).join('\n');
}

export function paragraphs(text: string): Block[] {
  return text.split('\n').map((line) => ({ kind: 'paragraph', spans: [{ kind: 'text', text: line }] }));
}
