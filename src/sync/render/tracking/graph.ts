/** Which tasks wait for which others, in words and as a Mermaid drawing. */
import type { Plan } from '../../../plan/types.ts';
import { dependencyGraph, type GraphNode, type Readiness } from '../../progress/dependency-graph.ts';
import { mermaidBlock, quotedLabel } from '../sanitize/mermaid.ts';
import { lengthWords } from '../effort.ts';
import { criticalPath } from '../../progress/schedule.ts';
import { taskLink, type TrackingInput } from './input.ts';
import { count } from '../words.ts';

const MOST_DRAWN = 60;
const LABEL_LENGTH = 60;
const PATH_LISTED = 20;
/** Closer than by default: the drawing is shrunk to the width of the page. */
const SPACING = '%%{init: {"flowchart": {"nodeSpacing": 20, "rankSpacing": 30}}}%%';

/** Filled, so that text and shape stand out on GitHub's light page and on its dark one: at least 4.5 and 3 to 1. */
const COLOURS: Readonly<Record<Readiness, string>> = {
  done: 'fill:#1a7f37,stroke:#1a7f37,color:#ffffff',
  ready: 'fill:#0969da,stroke:#0969da,color:#ffffff',
  waiting: 'fill:#6e7781,stroke:#6e7781,color:#ffffff',
  dropped: 'fill:#6e7781,stroke:#6e7781,color:#ffffff,stroke-dasharray:4 4',
};
const MARKS: Readonly<Record<Readiness, string>> = { done: '✓', ready: '○', waiting: '○', dropped: '–' };

/**
 * What waits for what, and the chain that takes longest; nothing where no open task waits for another.
 *
 * @param plan The plan with the states of its issues.
 */
export function renderDependencies(input: TrackingInput, plan: Plan): string {
  const parts = [drawing(plan), longestChain(input, plan)].filter((part) => part !== '');
  return parts.length === 0 ? '' : ['### Dependencies', ...parts].join('\n\n');
}

function drawing(plan: Plan): string {
  const graph = dependencyGraph(plan, MOST_DRAWN);
  switch (graph.kind) {
    case 'none':
      return '';
    case 'too-large':
      return `${count(graph.tasks, 'open task')} wait for each other, more than can be drawn.`;
    case 'graph': {
      const legend = `Green is done, blue can begin, grey waits${graph.openOnly ? '. Only what is still to be done is drawn' : ''}.`;
      const edges = graph.edges.map(([from, to]) => `  n${from} --> n${to}`);
      const lines = [
        SPACING,
        'flowchart TD',
        ...graph.nodes.map(nodeLine),
        ...edges,
        ...classLines(graph.nodes),
      ];
      return `${legend}\n\n${mermaidBlock(lines)}`;
    }
  }
}

/** Phases are rounded. Drawn around their tasks, they would make the whole so wide that nobody could read it. */
function nodeLine({ of, readiness }: GraphNode, index: number): string {
  const [open, close] = 'state' in of ? ['[', ']'] : ['([', '])'];
  return `  n${index}${open}${quotedLabel(`${MARKS[readiness]} ${of.title}`, LABEL_LENGTH)}${close}`;
}

function classLines(nodes: readonly GraphNode[]): string[] {
  return Object.entries(COLOURS).flatMap(([readiness, colours]) => {
    const ids = nodes.flatMap((node, index) => (node.readiness === readiness ? [`n${index}`] : []));
    return ids.length === 0
      ? []
      : [`  classDef ${readiness} ${colours}`, `  class ${ids.join(',')} ${readiness}`];
  });
}

function longestChain(input: TrackingInput, plan: Plan): string {
  const path = criticalPath(plan);
  if (path === null) return '';
  const links = path.tasks.slice(0, PATH_LISTED).map((task) => taskLink(input, task));
  const more = path.tasks.length - links.length;
  const chain = [...links, ...(more > 0 ? [`${more} more`] : [])].join(' → ');
  return `The longest chain of open tasks takes ${lengthWords(path)}: ${chain}`;
}
