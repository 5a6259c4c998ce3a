/** Comments and reactions: https://docs.github.com/rest/issues/comments and https://docs.github.com/rest/reactions */
import { created, failure, invalid, noContent, notFound, ok, type Answer } from '../http/answer.ts';
import { fieldsOf, requiredText } from '../http/fields.ts';
import { findIssue } from '../issues/find.ts';
import { requireBodyLength } from '../issues/fields.ts';
import { commentJson, reactionJson, sentIssueJson } from '../json/issue.ts';
import type { Comment, Issue, Reaction } from '../world/model.ts';
import { listAnswer } from '../http/paging.ts';
import { accountOf, appOf, hasRole } from '../world/principal.ts';
import { repoRoute, type RepoCall, type Route } from '../http/router.ts';
import { emit } from '../webhooks/webhooks.ts';
import { nextId } from '../world/world.ts';

function commentOf(call: RepoCall): Comment {
  const comment = call.repo.comments.get(Number(call.params['comment_id']));
  if (!comment) throw notFound();
  return comment;
}

function emitComment(call: RepoCall, comment: Comment, action: string, extra: object = {}): void {
  const { world, repo } = call;
  const issue = repo.issues.get(comment.issueNumber);
  if (!issue) return;
  const payload = {
    issue: sentIssueJson(world, repo, issue),
    comment: commentJson(world, repo, comment),
    ...extra,
  };
  emit(world, { repo, event: 'issue_comment', action, sender: accountOf(call.principal), payload });
}

function bodyOf(call: RepoCall): string {
  const body = requiredText(fieldsOf(call.body), 'body');
  if (body.trim() === '') throw invalid([{ resource: 'IssueComment', field: 'body', code: 'missing_field' }]);
  requireBodyLength(body, 'IssueComment');
  return body;
}

function createComment(call: RepoCall): Answer {
  const { world, repo, principal } = call;
  const issue = findIssue(call);
  const body = bodyOf(call);
  const now = world.now();
  const comment: Comment = {
    id: nextId(world, 'comment'),
    issueNumber: issue.number,
    author: accountOf(principal),
    viaApp: appOf(principal),
    createdAt: now,
    updatedAt: now,
    body,
    reactions: [],
  };
  repo.comments.set(comment.id, comment);
  issue.updatedAt = now;
  emitComment(call, comment, 'created');
  return created(commentJson(world, repo, comment));
}

/** Authors may change their own, writers anyone's. */
function requireEditor(call: RepoCall, comment: Comment): void {
  const { principal, repo } = call;
  const mayEdit =
    hasRole(principal, repo, 'write', 'issues') || hasRole(principal, repo, 'write', 'pull_requests');
  if (!mayEdit && comment.author !== accountOf(principal))
    throw failure(403, 'Must have admin rights to Repository.');
}

function updateComment(call: RepoCall): Answer {
  const { world, repo } = call;
  const comment = commentOf(call);
  requireEditor(call, comment);
  const body = bodyOf(call);
  const from = comment.body;
  comment.body = body;
  comment.updatedAt = world.now();
  if (from !== body) emitComment(call, comment, 'edited', { changes: { body: { from } } });
  return ok(commentJson(world, repo, comment));
}

function deleteComment(call: RepoCall): Answer {
  const comment = commentOf(call);
  requireEditor(call, comment);
  call.repo.comments.delete(comment.id);
  emitComment(call, comment, 'deleted');
  return noContent();
}

function listIssueComments(call: RepoCall): Answer {
  const { number } = findIssue(call);
  return listComments(call, (comment) => comment.issueNumber === number);
}

function listComments(call: RepoCall, wanted: (comment: Comment) => boolean): Answer {
  const { world, repo, query } = call;
  const since = query.get('since');
  const comments = [...repo.comments.values()]
    .filter(wanted)
    .filter((comment) => since === null || comment.updatedAt >= new Date(since));
  const ordered = query.get('direction') === 'desc' ? comments.reverse() : comments;
  return listAnswer(call, ordered, (comment) => commentJson(world, repo, comment));
}

const REACTIONS = ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes'];

/** Reacting twice with the same emoji answers 200 and adds nothing. */
function react(call: RepoCall, { reactions }: Comment | Issue): Answer {
  const { world, principal } = call;
  const author = accountOf(principal);
  const content = requiredText(fieldsOf(call.body), 'content');
  if (!REACTIONS.includes(content))
    throw invalid([{ resource: 'Reaction', field: 'content', code: 'invalid' }]);
  const existing = reactions.find((one) => one.author === author && one.content === content);
  if (existing) return ok(reactionJson(world, existing));
  const reaction: Reaction = { id: nextId(world, 'reaction'), author, content, createdAt: world.now() };
  reactions.push(reaction);
  return { status: 201, body: reactionJson(world, reaction) };
}

function listReactions(call: RepoCall, { reactions }: Comment | Issue): Answer {
  const content = call.query.get('content');
  const shown = reactions.filter((one) => content === null || one.content === content);
  return listAnswer(call, shown, (reaction) => reactionJson(call.world, reaction));
}

const READ = { app: [{ issues: 'read' }, { pull_requests: 'read' }] } as const;
const WRITE = { app: [{ issues: 'write' }, { pull_requests: 'write' }], user: 'read' } as const;

/** The routes. */
export const commentRoutes: readonly Route[] = [
  repoRoute('GET', '/issues/comments', READ, (call) => listComments(call, () => true)),
  repoRoute('GET', '/issues/{issue_number}/comments', READ, listIssueComments),
  repoRoute('POST', '/issues/{issue_number}/comments', WRITE, createComment),
  repoRoute('GET', '/issues/comments/{comment_id}', READ, (call) =>
    ok(commentJson(call.world, call.repo, commentOf(call))),
  ),
  repoRoute('PATCH', '/issues/comments/{comment_id}', WRITE, updateComment),
  repoRoute('DELETE', '/issues/comments/{comment_id}', WRITE, deleteComment),
  repoRoute('POST', '/issues/comments/{comment_id}/reactions', WRITE, (call) => react(call, commentOf(call))),
  repoRoute('GET', '/issues/comments/{comment_id}/reactions', READ, (call) =>
    listReactions(call, commentOf(call)),
  ),
  repoRoute('POST', '/issues/{issue_number}/reactions', WRITE, (call) => react(call, findIssue(call))),
  repoRoute('GET', '/issues/{issue_number}/reactions', READ, (call) => listReactions(call, findIssue(call))),
];
