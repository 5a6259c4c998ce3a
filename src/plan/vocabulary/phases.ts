import { foldedWords } from '../text/fold.ts';

/*
 * Words that headings are made of, in the languages that plans are written in, in natural spelling; `fold.ts` says
 * what counts as equal. A new language joins by adding its words here.
 */

/** Words that, with a number, make a heading a phase: `Phase 1`, `Этап 3`, `フェーズ1`. */
export const PHASE_WORDS = foldedWords(`
  phase | milestone | sprint | stage | step | iteration | wave | week | weeks | part | chunk | hour | hours | day | days
  | month | months | quarter | release | version | increment | cycle | batch | epic
  | Meilenstein | Schritt | Etappe | Stufe | Woche | Wochen | Tag | Monat | Teil | Abschnitt | Ausbaustufe
  | étape | jalon | semaine | partie | itération | palier | lot | mois
  | Stunde | Stunden | heure | heures | hora | horas | ora | ore | uur | час | часы
  | dag | dagen | día | dia | jour | giorno | dzień | gün | день
  | fase | hito | etapa | paso | semana | parte | iteración | iteração | marco | passo | mes | mês
  | tappa | settimana | traguardo | mijlpaal | stap | deel | iterazione
  | faza | etap | krok | tydzień | część | kamień milowy | týden | milník | část | fáze | fázis | mérföldkő | lépés
  | szakasz | ütem | hét
  | fas | steg | trin | trinn | etapp | milstolpe | milepæl | milepel | vecka | uge | uke | del | vaihe
  | virstanpylväs | viikko | aşama | faz | adım | hafta | bölüm | pas | etapă | etapa | săptămâna
  | фаза | этап | шаг | спринт | неделя | недели | часть | веха | итерация | стадия | месяц | релиз | версия
  | етап | крок | тиждень | частина | віха | ітерація | стадія | стъпка | седмица | корак | недеља | реліз
  | φάση | στάδιο | βήμα | εβδομάδα | ορόσημο | שלב | אבן דרך | שבוע | ספרינט
  | المرحلة | مرحلة | الأسبوع | أسبوع | خطوة | الخطوة | فاز | مرحله | گام | هفته
  | चरण | फेज | फ़ेज़ | सप्ताह | भाग | পর্যায় | ধাপ | পর্ব | கட்டம் | దశ
  | フェーズ | フェイズ | ステージ | ステップ | スプリント | マイルストーン | イテレーション | 段階 | 週 | 週目 | 部
  | 阶段 | 里程碑 | 冲刺 | 迭代 | 步骤 | 步 | 周 | 部分 | 階段 | 衝刺 | 步驟 | 週 | 期 | 迭代周期 | 版本
  | 단계 | 페이즈 | 마일스톤 | 스프린트 | 스테이지 | 스텝 | 이터레이션 | 주차 | 주 | 부
  | giai đoạn | bước | tuần | phần | chặng | tahap | langkah | minggu | bagian
  | เฟส | เฟสที่ | ระยะที่ | ขั้นตอนที่ | สัปดาห์ที่ | ระยะ | ขั้นตอน | awamu | hatua
`);

/** Those of the words above whose headings may be one task each: `Step 1: Map the journeys`. */
export const STEP_WORDS = foldedWords(`
  step | Schritt | étape | paso | passo | stap | krok | lépés | steg | trin | trinn | vaihe | adım | pas
  | шаг | крок | стъпка | корак | βήμα | خطوة | الخطوة | گام | ステップ | 步骤 | 步 | 步驟 | 스텝 | bước | langkah
`);

/** Columns of a board: beside these a heading such as Review is one, too. */
export const BOARD_WORDS = foldedWords(`
  todo | to do | to-do | doing | in progress | done | backlog | ready | blocked | testing | qa | completed | next | later
  | now | icebox | inbox | up next | cancelled | archive
  | offen | in Arbeit | erledigt | à faire | en cours | terminé | por hacer | en curso | hecho | a fazer | feito
  | в работе | готово | сделать | 待办 | 进行中 | 已完成 | 未着手 | 進行中 | 完了 | 할 일 | 진행 중 | 완료
`);

/** Headings under which every heading is a phase. */
export const PHASE_CONTAINERS = foldedWords(`
  phased implementation | implementation phases | phases | phases to execute | phase details | roadmap | milestones | tasks | sprints | stages
  | implementation roadmap | development phases | development roadmap | project phases | project roadmap
  | phased plan | phase plan | phase breakdown | phases and tasks | phases & tasks | phased approach
  | phased rollout | implementation stages | rollout phases | delivery phases | work phases | task list
  | phased delivery | phased development | migration phases | implementation milestones | delivery roadmap
  | product roadmap | technical roadmap | phased implementation plan | phases of work
  | Phasen | Umsetzungsphasen | Meilensteine | Aufgaben | Implementierungsphasen | Fahrplan | Projektphasen
  | phasenweise Umsetzung | Umsetzung in Phasen
  | fases | fases de implementación | fases de implementação | hoja de ruta | hitos | tareas | tarefas | etapas
  | marcos | fases del proyecto | fases do projeto | implementación por fases | implementação em fases | roteiro
  | étapes | feuille de route | jalons | tâches | phases d'implémentation | phases de mise en œuvre | phases du projet
  | fasi | attività | fasi di implementazione | tabella di marcia | fasen | taken | mijlpalen | implementatiefasen
  | fazy | etapy | zadania | harmonogram | fáze | úkoly | etapa | fázisok | feladatok | etape | sarcini
  | этапы | фазы | задачи | дорожная карта | вехи | план работ | этапы реализации | этапы работ | фазы реализации
  | етапи | завдання | фази | дорожня карта | етапи реалізації
  | フェーズ | ロードマップ | マイルストーン | タスク | 実装フェーズ | タスク一覧 | タスクリスト | 実装段階 | 開発フェーズ
  | 阶段 | 路线图 | 里程碑 | 任务 | 实施阶段 | 任务列表 | 任务清单 | 分阶段实施 | 开发阶段 | 实施计划
  | 階段 | 路線圖 | 任務 | 實施階段 | 分階段實施
  | 단계 | 로드맵 | 마일스톤 | 작업 | 구현 단계 | 작업 목록 | 단계별 구현 | 개발 단계
  | các giai đoạn | lộ trình | nhiệm vụ | aşamalar | görevler | yol haritası | tahapan | tugas | peta jalan
  | faser | uppgifter | opgaver | oppgaver | vaiheet | tehtävät | φάσεις | εργασίες | שלבים | משימות | المراحل | المهام
  | चरण | कार्य | ขั้นตอน | งาน
`);

/** Labels that head the work of the heading above them, and say nothing of it. */
export const WORK_LABELS = foldedWords(`
  tasks | task list | deliverables | to do | todo | todos | to-dos | work | work items | action items | actions | steps
  | Aufgaben | Arbeitspakete | Liefergegenstände | entregables | tareas | entregáveis | tarefas | livrables | tâches
  | attività | taken | zadania | задачи | завдання | 作業 | 作業内容 | タスク | 任务 | 交付物 | 작업 | 산출물
`);

/** Words that, with a number or an id, make a heading a task: `Task 3: ...`, `Story 2 ...`. */
export const TASK_WORDS = foldedWords(`
  task | sub-task | subtask | story | user story | work package | ticket | work item | issue | todo | action item | item
  | Aufgabe | Teilaufgabe | Arbeitspaket | tâche | sous-tâche | tarea | subtarea | historia | historia de usuario
  | tarefa | subtarefa | história | compito | attività | taak | deeltaak | zadanie | podzadanie | úkol | úloha
  | uppgift | opgave | oppgave | görev | tehtävä | feladat | sarcină
  | задача | подзадача | задание | завдання | підзавдання | задачка
  | タスク | サブタスク | ストーリー | 任务 | 子任务 | 任務 | 子任務 | 작업 | 하위 작업 | 태스크 | 스토리 | 과제
  | nhiệm vụ | công việc | tugas | कार्य | משימה | مهمة | المهمة | εργασία | งาน
`);

/**
 * Letters of what looks like the id of a task heading (`U1 — ...`) and is none: versions, priorities, requirements,
 * decisions, findings, parts. As they are written: ids have capitals.
 */
export const NO_TASK_IDS: ReadonlySet<string> = new Set(
  (
    'Q H V D P M AC ADR FR NFR REQ RQ R RISK UC AD OQ DEC DECISION SPEC KPI SC TC TEST A S F FINDING EPIC PHASE STEP ' +
    'STAGE SPRINT WEEK WAVE DAY PART CHAPTER SECTION APPENDIX ANNEX OPTION LEVEL TIER GROUP BATCH ROUND RFC ISO UTF HTTP ' +
    'SHA API ES PR CVE CWE GOAL OBJ OKR KR NOTE FAQ EXAMPLE FIG TABLE'
  ).split(' '),
);

/** Phrases that make a heading's boxes conditions: matched as the whole heading, at its start, or at its end. */
export const CHECKLIST_PHRASES = foldedWords(`
  definition of done | definition of ready | DoD | must be true | exit conditions | done conditions | done check | done-check | done means | done looks like
  | completion conditions | acceptance criteria | acceptance criterion | success criteria
  | exit criteria | entry criteria | completion criteria | done criteria | success metrics | quality gates
  | quality gate | acceptance checklist | review checklist | quality checklist | PR checklist
  | pull request checklist | code review checklist | verification checklist | validation checklist
  | pre-merge checklist | pre-commit checklist | submission checklist | sign-off checklist | signoff checklist
  | readiness checklist | compliance checklist | requirements checklist | completeness checklist
  | reviewer checklist | merge checklist | sanity checklist | QA checklist | go/no-go | done when | complete when
  | completion checklist | self-review checklist | final checklist | checklist general | checklist geral | checklist final
  | checklist de aceptación | checklist de calidad | checklist de revisión | checklist de entrega | checklist de verificación
  | checklist de aceite | checklist de qualidade | checklist de revisão | checklist de verificação | checklist de qualité
  | checklist qualité | checklist de recette | checklist de vérification | success indicators | acceptance tests
  | Abnahmekriterien | Akzeptanzkriterien | Erfolgskriterien | Fertigstellungskriterien | Qualitätskriterien
  | critères d'acceptation | critères de succès | critères de réussite | définition de terminé | définition du fini
  | criterios de aceptación | criterios de éxito | definición de hecho | definición de terminado | definición de listo
  | critérios de aceitação | critérios de aceite | critério de aceite | critério de aceitação | criterio de aceptación
  | critère d'acceptation | Akzeptanzkriterium | Abnahmekriterium | critérios de sucesso | definição de pronto | definição de feito
  | criteri di accettazione | criteri di successo | definizione di fatto | acceptatiecriteria | succescriteria
  | kryteria akceptacji | kryteria sukcesu | definicja ukończenia | akceptační kritéria | kritéria přijetí
  | elfogadási kritériumok | criterii de acceptare | acceptanskriterier | acceptkriterier | akseptansekriterier
  | suksesskriterier | succeskriterier | framgångskriterier
  | критерии приёмки | критерии успеха | критерии готовности | определение готовности | критерии завершения
  | критерії приймання | критерії прийняття | критерії успіху | критерії готовності
  | 受け入れ基準 | 受入基準 | 受け入れ条件 | 完了の定義 | 完了条件 | 成功基準 | 完了基準
  | 完了判定 | 验收标准 | 验收条件 | 完成定义 | 完成的定义 | 成功标准 | 完成标准 | 驗收標準 | 完成定義 | 成功標準
  | 인수 기준 | 수락 기준 | 완료 정의 | 완료 기준 | 완료 조건 | 성공 기준
  | tiêu chí chấp nhận | tiêu chí hoàn thành | kabul kriterleri | başarı kriterleri | kriteria penerimaan
  | kriteria keberhasilan | κριτήρια αποδοχής | קריטריוני קבלה | معايير القبول
`);

/** Words of checking: a heading or label that says nothing else lists conditions. */
export const CHECK_WORDS = foldedWords(`
  verification | validation | verification steps | validation steps | verification checks | validation checks
  | checks | review | code review | self-review | self review | quality checks | quality check
  | verification criteria | validation criteria | prerequisites | pre-requisites | prerequisite
  | testing checklist | test checklist | verification commands | validation commands | acceptance | Akzeptanz
  | aceptación | aceitação | accettazione | приёмка | Verifikation | Verifizierung | Validierung | Überprüfung | Prüfung | Prüfungen | Abnahme | Voraussetzungen
  | vérification | vérifications | vérification manuelle | vérification automatique | verificación manual
  | verificación automática | verificação manual | verificação automática | prérequis | verificación | comprobaciones | prerrequisitos
  | verificação | validação | pré-requisitos | verifica | controlli | prerequisiti
  | verificatie | validatie | controles | weryfikacja | walidacja | ověření | kontrola | doğrulama
  | verifisering | validering | verifiering | forutsetninger | förutsättningar | forudsætninger
  | проверка | проверки | верификация | валидация | перевірка | предварительные требования
  | 検証 | 確認事項 | 验证 | 验收 | 驗證 | 验证清单 | 검증 | 확인 사항 | kiểm tra | verifikasi
`);

/** What may stand before a word of checking: `Automated Verification`, `Final checks`. */
export const CHECK_QUALIFIERS = foldedWords(`
  automated | automatic | manual | final | success | end-to-end | e2e | post-implementation | pre-implementation
  | pre-deployment | post-deployment | pre-release | pre-merge | overall | human
  | automatische | manuelle | finale | abschließende | automatisée | automática | automatisk | manuell | endelig
  | автоматическая | ручная | финальная | 自動 | 手動 | 最終 | 自动 | 手动 | 人工 | 自动化 | 最终 | 자동 | 수동 | 최종
`);

/** Headings that say how checks are made, and nothing else. */
export const AUTOMATED_CHECKS = foldedWords(
  'automated | automatisiert | automatizado | automatisé | automatique | 自動 | 自动',
);

/** Headings beside these that list checks, too; alone they may be a handbook's. */
export const MANUAL_CHECKS = foldedWords('manual | manuell | manuel | ручные | 手動 | 手动');

/** Headings that say nothing but checklist: above headings of phases or tasks they list work. */
export const BARE_CHECKLISTS = foldedWords(`
  checklist | checklists | checkliste | lista de verificación | liste de vérification | lista de verificação
  | чек-лист | чеклист | チェックリスト | 检查清单 | 检查表 | 체크리스트
`);

/** Headings whose boxes are conditions only if these are all they say. */
export const CHECKLIST_HEADINGS: readonly string[] = [
  ...AUTOMATED_CHECKS,
  ...BARE_CHECKLISTS,
  ...foldedWords(`
  dependencies | prerequisites | pre-requisites | requirements check | sign-off | signoff
  | approvals | approval | non-goals | out of scope | open questions | unresolved questions | assumptions | gates | constitution check
  | gate status | quality assurance checklist | Voraussetzungen | Abhängigkeiten | prérequis | dépendances
  | requisitos previos | dependencias | pré-requisitos | dependências | зависимости
  | Offene Fragen | Annahmen | Nicht-Ziele | preguntas abiertas | supuestos | fuera de alcance
  | questions ouvertes | hypothèses | hors périmètre | perguntas em aberto | fora do escopo
  | открытые вопросы | 未解决问题 | 开放问题 | 非目标 | 假设
  | 前提条件 | 依存関係 | 前置条件 | 依赖 | 전제 조건
`),
];

/** Headings under which tables are records, all below them included: only a column called Task lists work there. */
export const RECORD_HEADINGS = foldedWords(`
  findings | review findings | code review | audit findings | definitions | glossary | terms | test cases | test matrix
  | test results | test scenarios | test coverage | requirements | functional requirements
  | non-functional requirements | nonfunctional requirements | requirements traceability | traceability
  | traceability matrix | file list | files | files changed | file summary | affected files | files to modify
  | files to create | files to change | success metrics | metrics | kpis | decision log | decisions | progress log
  | Befunde | Definitionen | Testfälle | Anforderungen | constats | définitions | cas de test | exigences
  | hallazgos | definiciones | casos de prueba | requisitos | casos de teste | definições
  | тест-кейсы | определения | требования | 术语 | 测试用例 | 需求 | 用語 | テストケース | 要件 | 용어 | 테스트 케이스
`);

/** Headings under which tables list no work, whatever their columns say. */
export const NO_WORK_HEADINGS = foldedWords(`
  approval | approvals | sign-off | signoff | legend | glossary | change log | changelog | revision history | history
  | related documents | related notebooks | related | references | team | stakeholders | infrastructure | traceability
  | out of scope | decisions | key decisions | metrics | progress | progress summary | summary | task summary
  | dependencies | external dependencies | timeline summary | resources
`);
