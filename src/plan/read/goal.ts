/** The goal of a phase or section, as plans state it right under the heading: `**Goal**: A user can share an album`. */
import type { Paragraph, PhrasingContent } from 'mdast';
import { plainText } from '../text/inline.ts';
import type { Section } from './outline.ts';

const GOAL =
  /^(?:goals?|purpose|objectives?|aim|outcome|ziel|zweck|objectif|but|objetivo|obiettivo|doel|cel|цель|目标|目的|目標|목표)\s?[:：]\s?(\S.*)$/iu;
/** Longer ones are stories, which the plan tells better. */
const LONGEST = 400;

/** What is said of a section's goal; null if nothing is. */
export function goalOf({ blocks }: Section): string | null {
  for (const block of blocks) {
    const goal = block.type === 'paragraph' ? GOAL.exec(plainText(firstFact(block)))?.[1] : undefined;
    if (goal !== undefined && goal.length <= LONGEST) return goal;
  }
  return null;
}

/** A paragraph up to its next line that begins with bold words: `**Duration**: 2 weeks` is another fact. */
function firstFact({ children }: Paragraph): readonly PhrasingContent[] {
  const isNext = (node: PhrasingContent, index: number): boolean => {
    const before = children[index - 1];
    const begins = before?.type === 'break' || (before?.type === 'text' && /[\r\n]\s*$/u.test(before.value));
    return node.type === 'strong' && begins;
  };
  const end = children.findIndex(isNext);
  return end === -1 ? children : children.slice(0, end);
}
