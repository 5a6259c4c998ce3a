/** A task list in the shape that spec-kit gives to `specs/<feature>/tasks.md`. */
export const SPEC_KIT_PLAN = `# Tasks: Shared photo albums

**Input**: Design documents from \`/specs/001-photo-albums/\`

**Prerequisites**: plan.md, spec.md, data-model.md

## Phase 1: Setup (Shared Infrastructure)

**Purpose**: A project that builds and tests itself

- [x] T001 Create the project structure per the implementation plan
- [x] T002 [P] Configure linting and formatting in package.json
- [ ] T003 [P] Run the tests on every pull request in .github/workflows/ci.yml

---

## Phase 2: Foundational (Blocking Prerequisites)

**Purpose**: What every user story stands on

- [ ] T004 Create the album and photo tables in src/db/schema.sql
- [ ] T005 [P] Sign people in with a link sent by mail in src/auth/link.ts
- [ ] T006 Store originals in the bucket in src/storage/bucket.ts (depends on T004)

**Checkpoint**: The user stories can begin

---

## Phase 3: User Story 1 - Put photos into an album (Priority: P1) 🎯 MVP

**Goal**: A person makes an album and drops photos into it

### Tests for User Story 1

- [ ] T007 [P] [US1] Contract test for POST /albums in tests/albums.test.ts
- [ ] T008 [P] [US1] Upload test with a slow network in tests/upload.test.ts

### Implementation for User Story 1

- [ ] T009 [US1] Make albums in src/albums/create.ts
- [ ] T010 [US1] Accept photos dropped onto the page in src/pages/album.tsx (depends on T009)
- [ ] T011 [US1] Make thumbnails in src/photos/thumbnail.ts

**Checkpoint**: User Story 1 works on its own

---

## Phase 4: User Story 2 - Share an album (Priority: P2)

**Goal**: Friends open an album with a link

- [ ] T012 [P] [US2] Contract test for shared links in tests/share.test.ts
- [ ] T013 [US2] Make and revoke links in src/share/link.ts
- [ ] T014 [US2] Show an album without signing in in src/pages/shared.tsx

---

## Phase 5: Polish & Cross-Cutting Concerns

- [ ] T015 [P] Describe the API in docs/api.md
- [ ] T016 Load an album of a thousand photos within a second
`;
