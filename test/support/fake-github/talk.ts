import { commentBody, type FakeAnswer, invalid, reactionBody } from './answers.ts';
import { issueBody } from './bodies.ts';
import { type Keep, NOT_FOUND, ok, ON_AN_ISSUE, type Operation } from './operation.ts';
import { paged } from './paged.ts';
import { pullAsIssueBody } from './pull-bodies.ts';
import type { FakeIssue } from './world.ts';

/** Texts of people and programs: issues and comments. */
export const TALK: Readonly<Record<string, Operation>> = {
  'issues/list-for-repo': {
    needs: ['issues'],
    answer: ({ query }, { world }) => {
      const state = query.get('state') ?? 'open';
      const fits = (one: { readonly state: string }): boolean => state === 'all' || one.state === state;
      const issues = world
        .issues()
        .filter(fits)
        .map((issue) => issueBody(issue, world));
      const pulls = world
        .pulls()
        .filter(fits)
        .map((pull) => pullAsIssueBody(pull, world));
      return paged([...pulls, ...issues], query);
    },
  },
  'issues/create': {
    needs: ['issues'],
    writes: true,
    answer: ({ body, token }, { world }) => {
      const { title, body: text = '' } = body;
      if (typeof title !== 'string' || title.trim() === '') return invalid('title is missing');
      if (typeof text !== 'string' || text.length > 65_536) return invalid('body is too long');
      return { status: 201, body: issueBody(world.openIssue(token.login, title, text), world) };
    },
  },
  'issues/update': {
    needs: ['issues'],
    writes: true,
    answer: ({ path, body }, { world }) => {
      const issue = world.issues().find(({ number }) => number === Number(path.issue_number));
      if (issue === undefined) return NOT_FOUND;
      const { title = issue.title, body: text = issue.body, state = issue.state } = body;
      if (typeof text !== 'string' || text.length > 65_536) return invalid('body is too long');
      // The body was already checked against GitHub's description.
      Object.assign(issue, { title, body: text, state } as Partial<FakeIssue>);
      return ok(issueBody(issue, world));
    },
  },
  'issues/list-comments': {
    needs: ON_AN_ISSUE,
    answer: ({ path, query }, keep) => {
      const number = Number(path.issue_number);
      if (!isThere(number, keep)) return NOT_FOUND;
      const all = [...keep.comments.values()].filter(({ pull }) => pull === number);
      return paged(
        all.map((comment) => commentBody(comment, keep.world.repository)),
        query,
      );
    },
  },
  'issues/create-comment': {
    needs: ON_AN_ISSUE,
    writes: true,
    answer: ({ path, body, token }, keep) => {
      const number = Number(path.issue_number);
      if (!isThere(number, keep)) return NOT_FOUND;
      return written(201, body.body, keep, (text) => keep.say(token.login, text, number));
    },
  },
  'issues/update-comment': {
    needs: ON_AN_ISSUE,
    writes: true,
    answer: ({ path, body }, keep) => {
      const comment = keep.comments.get(Number(path.comment_id));
      if (comment === undefined) return NOT_FOUND;
      return written(200, body.body, keep, (text) => {
        comment.body = text;
        return comment.id;
      });
    },
  },
  'issues/delete-comment': {
    needs: ON_AN_ISSUE,
    writes: true,
    answer: ({ path }, { comments }) => (comments.delete(Number(path.comment_id)) ? { status: 204 } : NOT_FOUND),
  },
  'reactions/create-for-issue-comment': {
    needs: ON_AN_ISSUE,
    writes: true,
    answer: ({ path, body, token }, { comments }) => {
      const reactions = comments.get(Number(path.comment_id))?.reactions;
      if (reactions === undefined) return NOT_FOUND;
      const content = String(body.content);
      const known = reactions.includes(content);
      if (!known) reactions.push(content);
      return { status: known ? 200 : 201, body: reactionBody(content, token.login) };
    },
  },
};

function isThere(number: number, { world }: Keep): boolean {
  return [...world.pulls(), ...world.issues()].some((one) => one.number === number);
}

function written(
  status: number,
  text: unknown,
  { comments, world }: Keep,
  write: (text: string) => number,
): FakeAnswer {
  if (typeof text !== 'string' || text.trim() === '') return invalid('Body cannot be blank');
  if (text.length > 65_536) return invalid('Body is too long (maximum is 65536 characters)');
  const comment = comments.get(write(text));
  return comment === undefined ? NOT_FOUND : { status, body: commentBody(comment, world.repository) };
}
