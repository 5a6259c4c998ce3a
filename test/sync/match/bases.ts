/** Plans to mutate: with ids, with sub-tasks and details, with tables, and in a script without spaces. */

const WITH_IDS = `# Tasks: Photo albums

## Phase 1: Setup
- [ ] T001 Create the project structure as laid out in plan.md
- [ ] T002 Initialise the TypeScript project with Vite and SQLite
- [ ] T003 [P] Configure linting and formatting tools

## Phase 2: Foundational
- [ ] T004 Set up the database schema and migrations in \`src/db/\`
- [ ] T005 [P] Implement the drag and drop helper in \`src/lib/drag.ts\`
- [ ] T006 [P] Set up routing and the page shell
- [x] T007 Create the base models that all stories depend on
- [ ] T008 Configure error handling and logging

## Phase 3: User Story 1 - Group photos into albums
- [ ] T009 [P] [US1] Contract test for creating albums in \`tests/contract/albums.ts\`
- [ ] T010 [P] [US1] Integration test for the album journey
- [ ] T011 [US1] Create the Album model in \`src/models/album.ts\`
- [ ] T012 [US1] Create the Photo model in \`src/models/photo.ts\`
- [ ] T013 [US1] Implement AlbumService on top of both models
- [ ] T014 [US1] Build the tile view that previews photos within an album
- [ ] T015 [US1] Add validation and error messages for uploads

## Phase 4: Polish
- [ ] T016 [P] Documentation updates in \`docs/\`
- [ ] T017 Code cleanup and refactoring
- [ ] T018 Performance work across all stories
- [ ] T019 Run the quickstart validation
`;

const WITH_SUBTASKS = `# Search rebuild

## Phase 1: Foundation
- [ ] Ship the parser
  - [ ] Read headings of every level
  - [ ] Read task tables with escaped pipes
  - [ ] Survive broken front matter
- [ ] Build the inverted index
  Keep it under 200 MB for ten million lines.
  - [ ] Choose a tokenizer
  - [ ] Write unit tests
- [ ] Decide where the index lives

## Phase 2: Ranking
- [ ] Rank results by freshness
  - [ ] Collect click data from the old search
  - [ ] Write unit tests
- [ ] Cache hot queries in Redis
- [ ] Explain a rank to support staff

## Phase 3: Launch
- [ ] Migrate the saved searches of all customers
- [ ] Run both engines side by side for two weeks
- [ ] Compare their answers every night
- [ ] Write the announcement
- [ ] Switch over region by region
- [ ] Remove the old cluster
`;

const WITH_TABLES = `# Billing Implementation Plan

## Phase 1: Invoices
- [ ] Store invoices in PostgreSQL
- [ ] Render an invoice as PDF
- [ ] Send invoices by mail
- [ ] Number invoices without gaps

## Phase 2: Payments
- [ ] Accept credit cards through Stripe
- [ ] Accept direct debit
- [ ] Retry failed payments three times
- [ ] Refund a payment from the back office

## Development Tasks

### Backend Tasks
| Task | Priority | Estimation | Dependencies |
|------|----------|------------|--------------|
| Store invoices in PostgreSQL | High | 3d | None |
| Number invoices without gaps | High | 1d | Store invoices in PostgreSQL |
| Rotate the signing keys | Low | 1d | None |
| Export bookings for the tax office | Medium | 4d | None |
| Archive invoices after ten years | Low | 2d | None |

### Frontend Tasks
| Task | Priority | Estimation | Dependencies |
|------|----------|------------|--------------|
| Show open invoices on the account page | High | 2d | None |
| Let customers change their address | Medium | 1d | None |
| Warn before a card expires | Medium | 1d | Accept credit cards through Stripe |
`;

const UNSPACED = `# 检索系统

## 阶段 1：基础
- [ ] 编写计划文件的解析器
- [ ] 建立倒排索引并写入磁盘
- [ ] 选择分词器
- [ ] 支持中文和日文的输入

## 阶段 2：功能
- [ ] 按时间对结果进行排序
- [ ] 缓存常用的查询
- [ ] 为管理员提供统计页面
- [ ] 编写用户手册
`;

const TWO_PLACES = `# Shop

## Phase 1: Catalogue
- [ ] Import products from the supplier feed
- [ ] Show a product with pictures and price
- [ ] T012 Search products by name and colour
- [ ] Filter the list by size

## Phase 2: Orders
- [ ] Keep a basket across visits
- [ ] Check an address against the post office
- [ ] T024 Take payments by card and invoice
- [ ] Mail a receipt to the customer

## Tasks

| ID | Task | Priority | Dependencies |
|---|---|---|---|
| | Import products from the supplier feed | High | None |
| | Show a product with pictures and price | High | Import products from the supplier feed |
| T012 | Search products by name and colour | Medium | Show a product with pictures and price |
| | Keep a basket across visits | High | None |
| | Check an address against the post office | Low | Keep a basket across visits |
| T024 | Take payments by card and invoice | High | Check an address against the post office |
| | Back up the database every night | Low | None |
`;

export const BASES: readonly string[] = [WITH_IDS, WITH_SUBTASKS, WITH_TABLES, TWO_PLACES, UNSPACED];
