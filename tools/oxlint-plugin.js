/** Lint rules of this house that oxlint does not ship. Proven to fire in test/checks.test.ts. */
import { analyse } from 'scslre';

/** Names of the outside world: time, chance, timers. */
const WORLD = new Set([
  'performance',
  'crypto',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'process',
  'fetch',
  'console',
]);

const CLOCK_OR_CHANCE = new Set(['Date.now', 'Math.random']);

/** Only errors are classes: everything else is data and functions. */
const noClasses = {
  create(context) {
    const check = (node) => {
      const parent = node.superClass;
      if (parent?.type === 'Identifier' && parent.name.endsWith('Error')) return;
      context.report({ node, message: 'No classes but errors: use functions and plain data.' });
    };
    return { ClassDeclaration: check, ClassExpression: check };
  },
};

/** A union of string literals says the same and needs no code at run time. */
const noEnums = {
  create(context) {
    return {
      TSEnumDeclaration(node) {
        context.report({ node, message: 'No enums: use a union of string literals.' });
      },
    };
  },
};

/** True when an identifier is read as a value that no declaration in this file provides. */
function isGlobalRead(context, node) {
  const scope = context.sourceCode.getScope(node);
  for (let at = scope; at; at = at.upper) {
    const reference = at.references.find((one) => one.identifier === node);
    if (reference) return !reference.resolved || reference.resolved.defs.length === 0;
  }
  return false;
}

/** The core is a function of its input: no clock, no chance, no timers, no process, no network. */
const noWorld = {
  create(context) {
    const report = (node, what) =>
      context.report({
        node,
        message: `The core must not touch the world: ${what}. Take it as a parameter.`,
      });
    const bareDate = (node) => {
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'Date') return;
      if (node.type === 'CallExpression' || node.arguments.length === 0) report(node, 'the clock (Date)');
    };
    return {
      NewExpression: bareDate,
      CallExpression: bareDate,
      MemberExpression(node) {
        if (node.object.type !== 'Identifier') return;
        const property = node.computed ? node.property.value : node.property.name;
        const name = `${node.object.name}.${property}`;
        if (CLOCK_OR_CHANCE.has(name)) report(node, name);
        if (node.object.name === 'globalThis') report(node, name);
      },
      Identifier(node) {
        if (WORLD.has(node.name) && isGlobalRead(context, node)) report(node, node.name);
      },
    };
  },
};

/** Thirty characters of a stranger's text would keep such a pattern busy for years, and no time limit ends it in the thread itself. */
const noExponentialPattern = {
  create(context) {
    return {
      Literal(node) {
        if (!node.regex) return;
        const { pattern: source, flags } = node.regex;
        const { reports } = analyse({ source, flags }, { reportTypes: { Move: false } });
        if (reports.some(({ exponential }) => exponential))
          context.report({ node, message: 'This pattern tries the same text in exponentially many ways.' });
      },
    };
  },
};

export default {
  meta: { name: 'house' },
  rules: {
    'no-classes': noClasses,
    'no-enums': noEnums,
    'no-exponential-pattern': noExponentialPattern,
    'no-world': noWorld,
  },
};
