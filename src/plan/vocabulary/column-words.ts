import { foldedWords } from '../text/fold.ts';

/*
 * Header words of task tables in the wild, in natural spelling, counted over public plans; `fold.ts` says what counts
 * as equal. A new language joins by adding its words here.
 */

/** What a column of a task table holds. */
export type ColumnKind =
  'task' | 'id' | 'priority' | 'estimate' | 'dependencies' | 'status' | 'owner' | 'phase';

/** Headers that name work, strongest first. */
export const TASK_COLUMN = foldedWords(`
  task | task name | task title | task description | task name (feature) | subtask | sub-task | work item | action item
  | to-do | todo
  | 任务 | 任務 | 任务名称 | タスク | タスク名 | 작업 | 태스크 | 과제 | задача | завдання | Aufgabe | tâche | tarefa | tarea
  | úkol | zadanie | attività | compito | taak | görev | uppgift | opgave | oppgave | tehtävä | feladat | sarcină
  | εργασία | tugas | nhiệm vụ | công việc | कार्य | משימה | المهمة | مهمة | งาน
  | user story | story | historia | historia de usuario | história | ストーリー | 用户故事
  | title | item | feature | deliverable | action | ticket | issue | subject | work
  | 标题 | 標題 | 功能 | タイトル | 作業 | 項目 | 작업명 | 제목 | Titel | titre | título | titolo | действие
  | tasks | work items | action items | Aufgaben | tâches | tarefas | tareas | задачи
`);

/** Headers that name work only beside an id, or beside two columns that say more of a task. */
export const WEAK_TASK_COLUMN = foldedWords(`
  name | summary | unit | unit of work | change | improvement | Verbesserung | mejora | melhoria | amélioration
  | miglioramento | улучшение | 改善 | 改进 | 改進 | 개선 | component | step | goal | objective | what
  | Bezeichnung | nom | nombre | nome | navn | название | 名称 | 名前 | schritt | étape | paso | шаг
  | description | details | Beschreibung | descripción | descrição | описание | опис | 描述 | 内容 | 説明 | 내용 | 설명 | mô tả
  | work package | WP | Arbeitspaket | epic
`);

/** Headers of the column that says more of a task than its name. */
export const DESCRIPTION_COLUMN = foldedWords(`
  description | details | detail | scope | summary | Beschreibung | Details | descripción | descrição | descrizione
  | beschrijving | opis | popis | beskrivelse | beskrivning | описание | опис | 描述 | 说明 | 説明 | 내용 | 설명 | mô tả
`);

/** Headers of records: beside these a name or a description is a finding, a test or a definition, and no work. */
export const RECORD_COLUMN = foldedWords(`
  resolution | expected | expected result | expected results | expected outcome | expected behavior | actual
  | actual result | result | results | verdict | pass/fail | passed | pass | outcome | evidence | root cause | finding
  | definition | meaning | covered by | test coverage | verified by | test | tests | test file | severity | rationale
  | baseline | target | threshold | current value | target value | before | Ergebnis | erwartet | résultat | attendu
  | resultado | esperado | risultato | atteso | результат | ожидаемый результат | 结果 | 预期结果 | 期待結果 | 結果 | 결과 | 예상 결과
`);

/** First headers of tables whose rows are no tasks, though other columns look like it. */
export const SUMMARY_COLUMN = foldedWords(`
  phase | role | day | date | week | stage | milestone | sprint | wave | category | metric | gate | test | test case
  | requirement | requirement id | risk | risk id | status | meaning | milestone id | test id | test case id | scenario
  | month | quarter | version | iteration | team member | specialist | resource | tool | checkpoint | criterion
  | criteria | success criteria | file | files | path | file path | finding | findings | finding id | term | definition
  | kpi | indicator | measure | assumption | question | ac | test name | endpoint | command | depends on | blocker | dependency | decision | decision id | area
  | Meilenstein | Meilenstein-ID | Anforderung | Anforderungs-ID | Testfall | Testfall-ID | Risiko-ID | Ressourcen-ID
  | Rolle | Woche | Monat | fase | marco | hito | étape | semaine | semana | этап | фаза | веха | неделя | роль
  | 阶段 | 階段 | 里程碑 | 角色 | 周 | フェーズ | マイルストーン | 役割 | 週 | 단계 | 마일스톤 | 역할 | giai đoạn | rôle | papel
`);

/** Headers of the columns that say more of a task. */
export const DETAIL_COLUMNS: Readonly<Record<Exclude<ColumnKind, 'task'>, readonly string[]>> = {
  id: foldedWords(`
    ID | # | task ID | task # | task no. | task number | no | no. | nr | nr. | № | n° | story ID | subtask ID
    | ticket ID | ref | key | order | nro | step | seq | WP ID | Aufgaben-ID | ID задачи | номер
    | 序号 | 编号 | 任务ID | 番号 | 번호 | 序號 | 編號 | STT
  `),
  priority: foldedWords(`
    priority | pri | prio | P | importance | rank | severity | urgency | MoSCoW
    | 优先级 | 優先級 | 優先度 | 优先度 | 우선순위 | приоритет | пріоритет | Priorität | Wichtigkeit | priorité
    | prioridad | prioridade | priorità | prioriteit | priorytet | prioritet | prioriteetti | öncelik | prioritas
    | ưu tiên | mức ưu tiên | độ ưu tiên | prioritás | prioritate | προτεραιότητα | עדיפות | الأولوية | प्राथमिकता
  `),
  estimate: foldedWords(`
    estimate | estimation | estimates | effort | estimated | est | est. hours | est. time | est. effort | est. days
    | estimated time | estimated effort | estimated hours | estimated days | estimated duration | time estimate
    | effort estimate | duration | time | hours | days | story points | points | pts | SP | size | complexity
    | t-shirt size | LOC | timeline | hours (est) | time (hours) | time (est)
    | 工时 | 预估工时 | 预计工时 | 估时 | 预计时间 | 工作量 | 工时估计 | 估算 | 预估时间 | 工時 | 預估工時 | 預計時間
    | 見積 | 見積もり | 工数 | 見積工数 | 所要時間 | 예상 시간 | 소요 시간 | 예상 기간 | 예상 소요 시간 | 공수
    | оценка | трудозатраты | время | длительность | оценка времени | оцінка | тривалість
    | Aufwand | Geschätzter Aufwand | Dauer | Schätzung | durée | charge | effort estimé | durée estimée
    | esfuerzo | estimación | duración | tiempo | tiempo estimado | estimativa | esforço | duração | tempo
    | tempo estimado | stima | durata | čas | odhad | szacunek | czas | oszacowanie | tahmin | tahmini süre | süre
    | schatting | inspanning | uppskattning | estimat | estimasi | ước tính | thời gian | becslés | arvio | εκτίμηση
  `),
  dependencies: foldedWords(`
    dependencies | dependency | depends on | depends | deps | dep | blocked by | blocker | blockers | prereqs | prereq
    | prerequisite | prerequisites | requires | needs | after | dependsOn | predecessor | predecessors
    | 依赖 | 依赖项 | 依赖任务 | 前置任务 | 前置依赖 | 前置 | 依賴 | 相依 | 依存 | 依存関係 | 依存タスク | 前提 | 의존성 | 선행 작업 | 의존 관계
    | зависимости | зависимость | зависит от | залежності | залежить від
    | Abhängigkeiten | Abhängigkeit | abhängig von | dépendances | dépendance | dépend de
    | dependencias | depende de | dependencia | dependências | dependência | dipendenze | dipende da
    | afhankelijkheden | zależności | závislosti | bağımlılıklar | ketergantungan | phụ thuộc | beroenden
    | függőségek | riippuvuudet | εξαρτήσεις
  `),
  status: foldedWords(`
    status | state | done | completed | complete | progress | ✅ | % | % done | % complete | current status
    | 状态 | 狀態 | ステータス | 状態 | 進捗 | 进度 | 進度 | 完成 | 상태 | 진행 | 진행 상태 | 완료
    | статус | состояние | готово | стан | Zustand | Stand | erledigt | statut | état | fait | estado | hecho | feito
    | stato | fatto | stav | durum | trạng thái | gereed | tila | állapot | stare | κατάσταση | סטטוס | الحالة | स्थिति
  `),
  owner: foldedWords(`
    owner | owners | assignee | assignees | assigned to | assigned | owner(s) | owner(s) or team(s)
    | role | Rolle | rôle | rol | papel | ruolo | роль | 役割 | 角色 | 역할 | agent
    | agent(s) | specialist | worker | team | who | responsible | lead | DRI | developer | dev
    | verantwortlich | Verantwortlicher | Verantwortlichkeit | zuständig | responsable | responsável | responsabile
    | assigné | assigné à | 担当 | 担当者 | 负责人 | 負責人 | 담당자 | 담당 | исполнитель | ответственный
    | відповідальний | виконавець | eigenaar | verantwoordelijk | właściciel | odpowiedzialny | sorumlu | ansvarig
    | ansvarlig | penanggung jawab | người phụ trách | vastuuhenkilö | felelős | υπεύθυνος
  `),
  phase: foldedWords(`
    phase | milestone | sprint | stage | iteration | wave | Meilenstein | fase | étape | этап | фаза | спринт | етап
    | 阶段 | 階段 | 里程碑 | フェーズ | マイルストーン | 단계 | 마일스톤 | faza | etap | aşama | giai đoạn | marco | hito | jalon
  `),
};

/** Headers of a risks table. */
export const RISK_COLUMNS = {
  risk: foldedWords(`
    risk | risks | risk description | Risiko | Risiken | risque | riesgo | risco | rischio | риск | ризик | 风险 | 風險
    | リスク | 위험 | 리스크 | rủi ro | ryzyko | riziko | risico | risk tanımı
  `),
  impact: foldedWords(`
    impact | severity | consequence | Auswirkung | Auswirkungen | Schweregrad | impacto | impatto | 影响 | 影響
    | влияние | последствия | вплив | 영향 | 영향도 | wpływ | dopad | etki | tác động | gravité
  `),
  probability: foldedWords(`
    probability | likelihood | chance | prob | Wahrscheinlichkeit | Eintrittswahrscheinlichkeit | probabilité
    | probabilidad | probabilidade | probabilità | 概率 | 可能性 | 発生確率 | 確率 | вероятность | ймовірність | 확률 | 가능성
    | prawdopodobieństwo | pravděpodobnost | kans | olasılık | khả năng | xác suất
  `),
  mitigation: foldedWords(`
    mitigation | mitigation strategy | mitigations | mitigation plan | response | contingency | action
    | Maßnahme | Maßnahmen | Gegenmaßnahme | Gegenmaßnahmen | Abhilfemaßnahme | Abhilfemaßnahmen | Minderung
    | atténuation | mitigación | mitigação | mitigazione | 缓解措施 | 应对措施 | 緩解措施 | 対策 | 軽減策 | 완화 | 완화 방안 | 대응 방안
    | меры | смягчение | митигация | меры по снижению | пом'якшення | mitygacja | mitigace | azaltma | giảm thiểu
  `),
} as const;

/** What the first filled cell of a row says that adds the others up. */
export const TOTAL_WORDS = foldedWords(`
  total | totals | subtotal | sub-total | grand total | sum | overall | gesamt | Summe | insgesamt | totale | somme
  | total général | total general | итого | всего | разом | усього | 合计 | 总计 | 合計 | 總計 | 小計 | 小计 | 합계 | 총계
  | totaal | razem | suma | celkem | toplam | tổng | tổng cộng | totalt | yhteensä | összesen | σύνολο
`);
