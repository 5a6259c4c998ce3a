import { foldedWords } from '../text/fold.ts';

/** What a `Key: value` line under a task says. */
export type MetadataKind = 'priority' | 'estimate' | 'dependencies' | 'owner' | 'status' | 'due';

/*
 * Keys of such lines, in natural spelling; `fold.ts` says what counts as equal. Fewer than a table's headers: a line
 * such as `Time: 9:00` or `Requires: Node 20` is no metadata.
 */

/** Keys by what they say. */
export const METADATA_WORDS: Readonly<Record<MetadataKind, readonly string[]>> = {
  priority: foldedWords(`
    priority | prio | 优先级 | 優先級 | 優先度 | 우선순위 | приоритет | пріоритет | Priorität | priorité | prioridad
    | prioridade | priorità | prioriteit | priorytet | prioritet | öncelik | prioritas | ưu tiên | độ ưu tiên
  `),
  estimate: foldedWords(`
    estimate | estimation | effort | estimated effort | estimated time | effort estimate | time estimate | est | size
    | story points | estimated duration | estimated hours | duration | level of effort | points
    | 工时 | 预估工时 | 预计工时 | 工作量 | 估时 | 预计时间 | 预估时间 | 見積 | 見積もり | 工数 | 想定工数 | 予定工数
    | 見積工数 | 見積もり工数 | 推定工数 | 예상 공수 | 예상 시간 | 소요 시간 | оценка | трудозатраты | оцінка
    | Aufwand | geschätzter Aufwand | Schätzung | Dauer | estimé | durée | charge | effort estimé
    | estimación | esfuerzo | duración | estimativa | esforço | duração | stima | durata | odhad | szacunek | tahmin
    | schatting | uppskattning | estimasi | ước tính
  `),
  dependencies: foldedWords(`
    depends on | dependencies | dependency | depends | deps | blocked by | blocked-by | prerequisites | prerequisite
    | prereqs | dependsOn | requires task | requires tasks | predecessors
    | 依赖 | 依赖项 | 依赖任务 | 前置任务 | 依賴 | 依存 | 依存関係 | 의존성 | 선행 작업 | зависимости | зависимость | зависит от
    | залежності | залежить від | Abhängigkeiten | abhängig von | hängt ab von | dépendances | dépend de
    | dependencias | depende de | dependências | dipendenze | dipende da | afhankelijkheden | hangt af van
    | zależności | zależy od | závislosti | závisí na | bağımlılıklar | ketergantungan | phụ thuộc | beroenden
  `),
  owner: foldedWords(`
    owner | owners | assignee | assignees | assigned to | assigned | owner(s) | responsible | DRI
    | 负责人 | 負責人 | 担当 | 担当者 | 담당자 | исполнитель | ответственный | відповідальний | verantwortlich | Verantwortlicher
    | zuständig | responsable | responsável | responsabile | assigné à | eigenaar | verantwoordelijk | właściciel
    | odpowiedzialny | sorumlu | ansvarig | ansvarlig | người phụ trách
  `),
  status: foldedWords(`
    status | state | 状态 | 狀態 | ステータス | 状態 | 상태 | статус | состояние | statut | état | estado | stato | stav | durum
    | trạng thái
  `),
  due: foldedWords(`
    due | due date | target | target date | deadline | due by | ETA | end date | target completion | completion date
    | finish by | ship date | target release date
    | fällig | fällig am | Termin | Frist | Zieldatum | Fälligkeitsdatum | échéance | date limite | date cible
    | vence | fecha límite | fecha objetivo | vencimiento | prazo | data limite | data alvo | entrega | scadenza
    | срок | дедлайн | срок сдачи | термін | дата завершения | 截止日期 | 截止 | 期限 | 目标日期 | 到期日 | 締切 | 締め切り | 期日
    | 마감일 | 목표일 | 기한 | termin | termín | deadline'ı | son tarih | einddatum | streefdatum | tenggat | hạn chót
  `),
};
