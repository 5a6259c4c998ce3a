/** Draws the mermaid diagrams of a text. Mermaid is large, so it is fetched when there is the first one to draw. */

type Mermaid = (typeof import('mermaid'))['default'];

let loading: Promise<Mermaid> | null = null;
let drawn = 0;

/** Diagrams by theme and text: a text that comes anew with every change is not drawn anew. */
const known = new Map<string, string>();

/** Draws each diagram below the element; returns how to stop caring. */
export function drawDiagrams(element: HTMLElement, theme: 'light' | 'dark'): () => void {
  let isOver = false;
  const draw = async (): Promise<void> => {
    for (const code of element.querySelectorAll('code.language-mermaid')) {
      const svg = await pictureOf(code.textContent ?? '', theme);
      if (isOver) return;
      if (svg === null) continue;
      const figure = document.createElement('figure');
      figure.className = 'diagram';
      figure.tabIndex = 0;
      figure.setAttribute('role', 'img');
      figure.setAttribute('aria-label', nameOf(code.textContent ?? ''));
      // Mermaid cleans its own output (securityLevel strict), and the page's policy lets no script in it run.
      figure.innerHTML = svg;
      code.closest('pre')?.replaceWith(figure);
    }
  };
  void draw();
  return () => {
    isOver = true;
  };
}

async function pictureOf(text: string, theme: 'light' | 'dark'): Promise<string | null> {
  const key = `${theme}:${text}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  try {
    loading ??= import('mermaid').then((module) => module.default);
    const mermaid = await loading;
    mermaid.initialize({
      startOnLoad: false,
      securityLevel: 'strict',
      theme: theme === 'dark' ? 'dark' : 'neutral',
      fontFamily: 'inherit',
      suppressErrorRendering: true,
    });
    drawn += 1;
    const { svg } = await mermaid.render(`diagram-${drawn}`, text);
    known.set(key, svg);
    return svg;
  } catch {
    // A kind of diagram that is not bundled, or no diagram: the text stays.
    return null;
  }
}

function nameOf(text: string): string {
  if (/^\s*xychart/.test(text)) return 'Chart of the tasks done over time';
  if (/^\s*gantt/.test(text)) return 'Chart of the tasks over time';
  return 'Graph of what depends on what';
}
