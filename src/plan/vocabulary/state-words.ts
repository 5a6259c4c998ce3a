import { fold, foldedWords } from '../text/fold.ts';
import type { TaskState } from '../types.ts';

/*
 * Words of state at the end of a title, or before the name of a phase, in natural spelling; `fold.ts` says what counts
 * as equal. Fewer than in Status cells: `Add a button (new)` says nothing of its state. A new language joins by adding
 * its words here.
 */
const WORDS: Readonly<Record<TaskState, readonly string[]>> = {
  open: foldedWords(`
    todo | to do | not started | in progress | in-progress | wip | work in progress | pending | blocked | on hold
    | deferred | postponed | partial | partially done | partially complete | partially implemented | mostly done
    | not done | not implemented | not yet implemented | incomplete | execute | executing | next | current | up next
    | ongoing | active | planned | upcoming | ready | almost done | remaining | outstanding
    | offen | in Arbeit | en cours | à faire | pendiente | en curso | pendente | em andamento | pågår | ikke startet
    | в работе | не начато | 进行中 | 未开始 | 待办 | 進行中 | 未着手 | 진행 중 | 진행중 | 예정 | 대기
  `),
  done: foldedWords(`
    done | complete | completed | finished | implemented | fixed | resolved | shipped | verified | closed | merged
    | all done | fully implemented | fully complete | delivered | livré | livrée | livrat | finalizat | geliefert | entregado | entregue
    | consegnato | dostarczone | levert | levererad
    | erledigt | fertig | abgeschlossen | terminé | terminée | fait | completado | completada | hecho | terminado
    | concluído | concluída | feito | completato | fatto | voltooid | klaar | fullført | ferdig | klar | färdig
    | zrobione | hotovo | tamamlandı | готово | выполнено | завершено | сделано | 完成 | 已完成 | 完了 | 済 | 완료
  `),
  dropped: foldedWords(`
    skip | skipped | cancelled | canceled | not needed | no longer needed | dropped | won't do | wont do | wontfix
    | won't fix | descoped | abandoned
    | übersprungen | entfällt | entfallen | verworfen | ignoré | annulé | annulée | omitido | cancelado | cancelada | annullato
    | vervallen | hoppet over | avlyst | avbruten | pominięte | anulowane | zrušeno | iptal
    | пропущено | отменено | 跳过 | 已取消 | スキップ | キャンセル | 건너뜀 | 취소
  `),
};
const STATES: readonly TaskState[] = ['dropped', 'done', 'open'];
/** A reason may follow these in brackets: `(skipped per user)`. */
const BEFORE_REASON =
  /^(?:skip|skipped|cancelled|canceled|not needed|no longer needed|won't do)(?=[\s:：,;–—-])/u;

/**
 * The state that a title's trailing word says.
 *
 * @param value The word, as it stands.
 * @returns The state; null for any other word.
 */
export function stateOfWord(value: string): TaskState | null {
  const words = fold(value.replace(/^[✅☑✔]\uFE0F?\s*/u, ''));
  if (BEFORE_REASON.test(words) && words.length <= 80) return 'dropped';
  return STATES.find((state) => WORDS[state].includes(words)) ?? null;
}

/** Words of a task that takes something away. */
const REMOVING =
  /(?<!\p{L})(?:remov|delet|drop|clean|retir|strip|uninstall|deprecat|entfern|lösch|supprim|elimin|usuń|удал|删除|移除|削除|삭제)/iu;

/**
 * Whether words say why something goes, and not that the task is dropped: `Remove the old page (no longer needed)`.
 *
 * @param value The words at the end.
 * @param task The words before them.
 */
export function isReasonToRemove(value: string, task: string): boolean {
  return /^(?:not|no longer) needed/iu.test(value.trim()) && REMOVING.test(task);
}

/** Whether words say a state and nothing else. */
export function isStateWord(value: string): boolean {
  return stateOfWord(value) !== null;
}

/** Whether a title's trailing word drops the task. */
export function saysDropped(value: string | null): boolean {
  return value !== null && stateOfWord(value) === 'dropped';
}

/** All words, for patterns that look for one at the beginning of a heading. */
export const STATE_WORDS: readonly string[] = STATES.flatMap((state) => WORDS[state]);
