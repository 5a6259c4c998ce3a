/** A text of GitHub's as GitHub shows it: GFM, alerts, `#12`, mermaid. Whatever the text holds, nothing of it runs. */
import DOMPurify from 'dompurify';
import { marked } from 'marked';
import { useContext, useLayoutEffect, useRef } from 'preact/hooks';
import { drawDiagrams } from './diagrams.ts';
import { Going, placeOf } from './going.ts';

/** Shows a Markdown text; links to issues, pull requests and lines of the plan lead there within the page. */
export function Markdown({ text }: { readonly text: string }) {
  const place = useRef<HTMLDivElement>(null);
  const going = useContext(Going);
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    element.replaceChildren(render(text));
    return drawDiagrams(element, going.theme);
  }, [text, going.theme]);
  const onClick = (event: MouseEvent): void => {
    const link = (event.target as Element).closest('a');
    const to = link === null ? null : placeOf(link.href, going.url);
    if (to === null) return;
    event.preventDefault();
    going.goTo(to);
  };
  return <div class="markdown" ref={place} onClick={onClick} />;
}

/** The text as elements: no scripts, no forms, no styles, no names that could stand for something of the page. */
function render(text: string): DocumentFragment {
  const html = marked.parse(text, { async: false, gfm: true, breaks: true });
  const fragment = DOMPurify.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: ['style', 'form', 'button', 'textarea', 'select', 'dialog', 'audio', 'video'],
    FORBID_ATTR: ['style', 'id', 'name', 'tabindex', 'srcset'],
    RETURN_DOM_FRAGMENT: true,
  });
  showBoxes(fragment);
  showAlerts(fragment);
  linkNumbers(fragment);
  lowerHeadings(fragment);
  for (const link of fragment.querySelectorAll('a')) {
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
  }
  for (const element of fragment.querySelectorAll('[class]')) {
    if (!/^language-[\w-]+$|^alert( alert-\w+)?$/.test(element.className)) element.removeAttribute('class');
  }
  return fragment;
}

/** A task list's boxes cannot be ticked here, so they are signs, not controls. */
function showBoxes(fragment: DocumentFragment): void {
  for (const input of fragment.querySelectorAll('input')) {
    const sign = document.createElement('span');
    sign.textContent = input.checked ? '☑' : '☐';
    sign.setAttribute('role', 'img');
    sign.setAttribute('aria-label', input.checked ? 'ticked' : 'not ticked');
    input.replaceWith(...(input.type === 'checkbox' ? [sign] : []));
  }
}

/** `> [!NOTE]` and its like. */
function showAlerts(fragment: DocumentFragment): void {
  for (const quote of fragment.querySelectorAll('blockquote')) {
    const first = quote.querySelector('p')?.firstChild;
    const kind = /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*/.exec(first?.textContent ?? '')?.[1];
    if (kind === undefined || !(first instanceof Text)) continue;
    first.data = first.data.replace(/^\[![A-Z]+\]\s*/, '');
    if (first.nextSibling instanceof HTMLBRElement && first.data === '') first.nextSibling.remove();
    const heading = document.createElement('strong');
    heading.textContent = kind.slice(0, 1) + kind.slice(1).toLowerCase();
    const box = document.createElement('div');
    box.className = `alert alert-${kind.toLowerCase()}`;
    box.append(heading, ...quote.childNodes);
    quote.replaceWith(box);
  }
}

/** GitHub links `#12` by itself, outside code and links. */
function linkNumbers(fragment: DocumentFragment): void {
  const walker = document.createTreeWalker(fragment, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.parentElement?.closest('a, code, pre') == null) texts.push(node as Text);
  }
  for (const text of texts) {
    const parts = text.data.split(/(?<![\w&/])(#\d+)\b/);
    if (parts.length === 1) continue;
    text.replaceWith(
      ...parts.map((part) => {
        if (!/^#\d+$/.test(part)) return part;
        const link = document.createElement('a');
        link.href = part;
        link.textContent = part;
        return link;
      }),
    );
  }
}

/** The page's own headings end at the third level; those of a text begin below. */
function lowerHeadings(fragment: DocumentFragment): void {
  const headings = [...fragment.querySelectorAll('h1, h2, h3, h4, h5, h6')];
  const top = Math.min(...headings.map(({ tagName }) => Number(tagName[1])));
  for (const heading of headings) {
    const level = Math.min(6, Number(heading.tagName[1]) - top + 4);
    const lower = document.createElement(`h${level}`);
    lower.append(...heading.childNodes);
    heading.replaceWith(lower);
  }
}
