/** The editor: CodeMirror with what a plan needs and no more. The Tab key moves on, as everywhere on a page. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { defineLanguageFacet, Language, syntaxHighlighting } from '@codemirror/language';
import { linter, lintGutter, type Diagnostic } from '@codemirror/lint';
import type { Extension, Range } from '@codemirror/state';
import {
  Decoration,
  drawSelection,
  EditorView,
  keymap,
  lineNumbers,
  ViewPlugin,
  WidgetType,
  type DecorationSet,
  type ViewUpdate,
} from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import { GFM, parser } from '@lezer/markdown';
import type { Linted } from '../server/types.ts';

/** Markdown alone: the ready-made package brings HTML, CSS and JavaScript along, two thirds of this page. */
const MARKDOWN = new Language(defineLanguageFacet(), parser.configure(GFM), [], 'markdown');

export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly onEdit: (text: string) => void;
  readonly lint: (text: string) => Promise<Linted>;
  readonly onLinted: (linted: Linted) => void;
}

/** Puts an editor into its place on the page. */
export function createEditor({ parent, text, onEdit, lint, onLinted }: EditorOptions): EditorView {
  return new EditorView({
    parent,
    doc: text,
    extensions: [
      history(),
      drawSelection(),
      keymap.of([...defaultKeymap, ...historyKeymap]),
      lineNumbers(),
      MARKDOWN,
      syntaxHighlighting(classHighlighter),
      lintGutter(),
      linter(async (view) => diagnosticsOf(view, await lint(view.state.doc.toString()), onLinted), {
        delay: 200,
      }),
      shortLinks,
      EditorView.contentAttributes.of({ 'aria-label': 'Text of the plan', tabindex: '0' }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onEdit(update.state.doc.toString());
      }),
    ],
  });
}

function diagnosticsOf(view: EditorView, linted: Linted, tell: EditorOptions['onLinted']): Diagnostic[] {
  tell(linted);
  const { doc } = view.state;
  return linted.problems.map(({ line, column, severity, message, hint }) => {
    const at = doc.line(Math.min(line, doc.lines));
    return {
      from: Math.min(at.from + column - 1, at.to),
      to: at.to,
      severity: severity === 'notice' ? 'info' : severity,
      message: `${message} ${hint}`,
    };
  });
}

/** Replaces the text by another one, changing only what differs, so that cursor and scroll stay. */
export function replaceText(view: EditorView, text: string): void {
  const before = view.state.doc.toString();
  let start = 0;
  const most = Math.min(before.length, text.length);
  while (start < most && before[start] === text[start]) start += 1;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === text.at(-1 - end)) end += 1;
  if (start === before.length && start === text.length) return;
  view.dispatch({
    changes: { from: start, to: before.length - end, insert: text.slice(start, text.length - end) },
  });
}

/** Puts the cursor on a line and shows it in the middle. */
export function showLine(view: EditorView, line: number): void {
  const at = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
  view.dispatch({
    selection: { anchor: at.from, head: at.to },
    effects: EditorView.scrollIntoView(at.from, { y: 'center' }),
  });
  view.focus();
}

/** Stands for the address of a link: `([#12](…))`. */
function dots(): WidgetType {
  const widget = Object.create(WidgetType.prototype) as WidgetType;
  widget.toDOM = () => {
    const element = document.createElement('span');
    element.className = 'cm-short-link';
    element.textContent = '…';
    return element;
  };
  widget.eq = () => true;
  return widget;
}

const SHORT = Decoration.replace({ widget: dots() });

function shorten(view: EditorView): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges) {
    const text = view.state.doc.sliceString(from, to);
    for (const { index, 1: before = '', 2: address = '' } of text.matchAll(
      /(\(\[#\d+\]\()(https?:\/\/[^\s)]+)\)\)/g,
    )) {
      const start = from + index + before.length;
      ranges.push(SHORT.range(start, start + address.length));
    }
  }
  return Decoration.set(ranges);
}

/** The addresses of issue links are long and all alike; the cursor steps over them in one go. */
const shortLinks: Extension = ViewPlugin.define(
  (view) => ({
    links: shorten(view),
    update(update: ViewUpdate) {
      if (update.docChanged || update.viewportChanged) this.links = shorten(update.view);
    },
  }),
  {
    decorations: (plugin) => plugin.links,
    provide: (plugin) => EditorView.atomicRanges.of((view) => view.plugin(plugin)?.links ?? Decoration.none),
  },
);
