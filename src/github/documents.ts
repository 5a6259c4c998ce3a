/** The GraphQL documents that are sent, each as it stands here: what differs comes in variables. `documents.test.ts` holds them against GitHub's schema. */

/** Whose token this is. */
export const VIEWER = '{viewer{login databaseId}}';

/**
 * Makes an issue in its place under another one (GITHUB-FACTS 14). The input is written out, so that a server which does not know
 * `parentIssueId` says so before it does anything. `databaseId` ends at 2^31, which the ids of issues have passed.
 */
export const CREATE_ISSUE = `mutation CreateIssue($repositoryId: ID!, $title: String!, $body: String!, $labelIds: [ID!], $milestoneId: ID, $assigneeIds: [ID!], $parentIssueId: ID!) {
  createIssue(input: {repositoryId: $repositoryId, title: $title, body: $body, labelIds: $labelIds, milestoneId: $milestoneId, assigneeIds: $assigneeIds, parentIssueId: $parentIssueId}) {
    issue {
      id
      fullDatabaseId
      number
      createdAt
      parent { id }
      labels(first: 100) { nodes { name } }
    }
  }
}`;

/** The node ids of what an issue can be given. */
export const NODE_IDS = `query NodeIds($owner: String!, $name: String!, $labels: String, $milestones: String) {
  repository(owner: $owner, name: $name) {
    id
    labels(first: 100, after: $labels) {
      nodes { id name }
      pageInfo { hasNextPage endCursor }
    }
    milestones(first: 100, after: $milestones, orderBy: {field: NUMBER, direction: DESC}) {
      nodes { id number }
      pageInfo { hasNextPage endCursor }
    }
    assignableUsers(first: 100) {
      nodes { id login }
      pageInfo { hasNextPage }
    }
  }
}`;

/** People who can be assigned, by a part of their login. */
export const ASSIGNABLE = `query Assignable($owner: String!, $name: String!, $login: String!) {
  repository(owner: $owner, name: $name) {
    assignableUsers(first: 100, query: $login) { nodes { id login } }
  }
}`;
