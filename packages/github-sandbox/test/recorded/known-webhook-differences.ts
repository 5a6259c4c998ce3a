/** Where the sandbox's webhooks differ from those that GitHub really sent, and why that stays. */
import type { KnownDifference } from './known-differences.ts';

/** All of them. */
export const KNOWN_WEBHOOK_DIFFERENCES: readonly KnownDifference[] = [
  {
    kind: 'absent',
    what: /\.permissions\.\w+$/,
    why: 'The permissions of an App are those that the test gave it.',
  },
  {
    kind: 'absent',
    what: /^(repository\.)?organization$/,
    why: 'Sent where an organisation owns the repository, as GitHub does.',
  },
  {
    kind: 'absent',
    what: /^issue\.draft$|_issue\.draft$/,
    why: 'GitHub sent `draft` with issues for a time; now with pull requests alone.',
  },
  { kind: 'absent', what: /\.requested_reviewers\[\]$/, why: 'No requests for review.' },
  { kind: 'absent', what: /\.single_file_paths\[\]$/, why: 'No permission for single files.' },
  { kind: 'absent', what: /^requester \{\}$/, why: 'Owners install; nobody asks them to.' },
  { kind: 'absent', what: /^repository\.license \{\}$/, why: 'No licences: `license` is null.' },
  { kind: 'absent', what: /^check_run\.deployment$/, why: 'No deployments.' },
  {
    kind: 'absent',
    what: /\.(base|head)\.repo\.delete_branch_on_merge$/,
    why: 'Left out of the repositories of pull requests, as REST does.',
  },
  {
    kind: 'absent',
    what: /^(changes\.\w+|issue|pull_request)\.(assignee \{\}|assignees\[\]|labels\[\]|milestone \{\})$/,
    why: 'The test marks no issue with everything before each kind of event.',
  },
  {
    kind: 'absent',
    what: /^issue\.pull_request$/,
    entry: /^issues\.(de)?milestoned$/,
    why: 'GitHub once sent `issues` for milestones of pull requests.',
  },
  { kind: 'absent', what: /^changes\.default_branch$/, why: 'The test changes a description.' },
  {
    kind: 'absent',
    what: /^changes\.\w+_repository\.custom_properties$/,
    why: 'Left out of the other repository of a transfer.',
  },
  {
    kind: 'invented',
    what: /\.(has_pull_requests|pull_request_creation_policy)$/,
    why: 'REST has them since 2026, the description of webhooks not yet.',
  },
  {
    kind: 'invented',
    what: /\.(user_view_type|client_id)$|^issue\.(issue_field_values|parent_issue_url)$/,
    why: 'The description names them for other events.',
  },
];
