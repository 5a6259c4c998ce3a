import { foldedWords } from '../text/fold.ts';
import type { TaskState } from '../types.ts';

/*
 * Words of Status cells by what they say, in natural spelling; `fold.ts` says what counts as equal.
 * A new language joins by adding its words here.
 */

/** Words by class. */
export const STATUS_WORDS: Readonly<Record<TaskState, readonly string[]>> = {
  open: foldedWords(`
    todo | to do | to-do | open | new | ready | pending | not started | not-started | not yet started | planned
    | proposed | backlog | queued | standby | stand-by | scheduled | next | draft | upcoming | future | not done
    | incomplete | unassigned | assigned | deferred | postponed | later | waiting | no | n | false | tbd | optional
    | in progress | in-progress | inprogress | wip | work in progress | doing | started | active | ongoing | working
    | current | partial | partially done | partially complete | almost done | in review | review | in-review
    | under review | testing | in testing | qa | blocked | on hold | on-hold | hold | paused | stalled | reopened
    | failed | failing | at risk | delayed | in development | needs review | awaiting review | to be done | not ready
    | critical | urgent | stretch | selected for development | ready for development | ready for review | ready for qa
    | ready for test | ready for testing | in qa
    | offen | geplant | in Arbeit | in Bearbeitung | nicht begonnen | blockiert | ausstehend | zu erledigen | läuft
    | zurückgestellt | in Prüfung | wartet
    | à faire | en cours | bloqué | en attente | planifié | non commencé | à venir
    | pendiente | en progreso | en curso | bloqueado | por hacer | sin empezar | no iniciado | planificado | en revisión
    | pendente | em andamento | em progresso | a fazer | não iniciado | planejado | em revisão
    | da fare | in corso | bloccato | pianificato | te doen | mee bezig | gepland | bezig | geblokkeerd
    | do zrobienia | w toku | zaplanowane | probíhá | čeká | plánováno | k řešení | folyamatban | nem kezdődött el
    | yapılacak | devam ediyor | beklemede | planlandı | att göra | pågående | pågår | planerad | igangværende
    | belum | belum dimulai | sedang dikerjakan | đang làm | chưa bắt đầu | chưa làm | kesken | aloittamatta
    | открыто | открыта | не начато | не начата | в работе | в процессе | в ожидании | ожидает | запланировано
    | запланирована | заблокировано | к выполнению | на проверке | не розпочато | у роботі | в роботі | заплановано
    | 待办 | 待开始 | 待開始 | 未开始 | 未開始 | 进行中 | 進行中 | 计划中 | 阻塞 | 待定 | 待处理 | 待辦 | 未着手 | 着手中
    | 作業中 | 対応中 | 保留 | 予定 | 未完了 | 未完成 | レビュー中 | 未対応
    | 할 일 | 대기 | 대기중 | 대기 중 | 진행 중 | 진행중 | 예정 | 시작 전 | 미완료 | 보류 | 차단됨 | 계획됨 | 미시작 | 검토 중
    | σε εξέλιξη | εκκρεμεί | בתהליך | לביצוע | قيد التنفيذ | لم يبدأ | लंबित | प्रगति में | กำลังดำเนินการ | รอดำเนินการ
  `),
  done: foldedWords(`
    done | complete | completed | finished | closed | merged | shipped | implemented | delivered | deployed | released
    | resolved | fixed | verified | passed | live | landed | ok | yes | y | x | true | fully done | fully complete
    | accepted | approved | finalized | ready for release | mostly complete and shipped
    | erledigt | fertig | abgeschlossen | umgesetzt | behoben | terminé | terminée | fait | achevé | livré
    | completado | completada | hecho | terminado | finalizado | listo | concluído | concluída | feito | completo
    | finalizada | pronto | completato | fatto | finito | concluso | klaar | gereed | voltooid | afgerond
    | zrobione | gotowe | ukończone | zakończone | hotovo | dokončeno | kész | befejezve | finalizat
    | tamamlandı | bitti | klar | klart | färdig | ferdig | færdig | afsluttet | valmis | selesai | hoàn thành | đã xong
    | готово | готова | выполнено | выполнена | завершено | завершена | закрыто | сделано | реализовано | виконано
    | зроблено | реалізовано | 完成 | 已完成 | 完了 | 済 | 済み | 完了済み | 已实现 | 已上线 | 対応済み | 완료 | 완료됨 | 끝
    | הושלם | בוצע | مكتمل | تم | ολοκληρώθηκε | पूर्ण | เสร็จแล้ว | เสร็จสิ้น
  `),
  dropped: foldedWords(`
    dropped | cancelled | canceled | wontfix | won't fix | wont fix | won't do | wont do | not planned | rejected
    | skip | declined | abandoned | obsolete | skipped | removed | descoped | superseded | duplicate | invalid | withdrawn
    | not needed | no longer needed | out of scope | void | not doing | scrapped | killed | deprecated
    | verworfen | abgebrochen | entfällt | entfallen | gestrichen | abgelehnt | annulé | annulée | abandonné
    | cancelado | cancelada | descartado | descartada | abandonado | rechazado | rejeitado | annullato | scartato
    | geannuleerd | vervallen | anulowane | odrzucone | zrušeno | zamítnuto | iptal | iptal edildi | avbruten | avlyst
    | dibatalkan | đã hủy | peruttu | törölve | anulat
    | отменено | отменена | отклонено | скасовано | відхилено | 已取消 | 取消 | 废弃 | 放弃 | 已放弃 | 作废 | 中止
    | キャンセル | 却下 | 見送り | 취소 | 취소됨 | 폐기 | ακυρώθηκε | בוטל | ملغى | रद्द | ยกเลิก
  `),
};

/** Marks that say a state by themselves. */
export const STATUS_MARKS: Readonly<Record<TaskState, readonly string[]>> = {
  open: [...'⬜☐□🔲⏳⌛🔄🚧🟡🔵🔴⚪🟠📋🔒⏸▶🟦🟨🟥⚠🏗🆕⭕◯○🚀📝🔜🔨👀⏭❌✗✘⛔🛑🚫🔶🔷💤🕐📅🎯📌🔥🏃🧪🔍'],
  done: [...'✅✔☑🟢🟩✓🎉🏁💯👍🆗'],
  dropped: [...'🗑'],
};

/** How the states are called in a language whose words a column uses. */
export interface StatusLanguage extends Readonly<Record<TaskState, string>> {
  /** Words that give the language away, folded. */
  readonly words: readonly string[];
}

/** Languages with words of their own for all three states. */
export const STATUS_LANGUAGES: readonly StatusLanguage[] = [
  {
    open: 'Offen',
    done: 'Erledigt',
    dropped: 'Verworfen',
    words: foldedWords(
      'offen | geplant | in Arbeit | in Bearbeitung | nicht begonnen | ausstehend | erledigt | fertig | abgeschlossen',
    ),
  },
  {
    open: 'À faire',
    done: 'Terminé',
    dropped: 'Annulé',
    words: foldedWords('à faire | en cours | en attente | planifié | terminé | fait | annulé'),
  },
  {
    open: 'Pendiente',
    done: 'Completado',
    dropped: 'Cancelado',
    words: foldedWords(
      'pendiente | en progreso | en curso | por hacer | completado | hecho | terminado | listo',
    ),
  },
  {
    open: 'Pendente',
    done: 'Concluído',
    dropped: 'Cancelado',
    words: foldedWords('pendente | em andamento | em progresso | a fazer | concluído | feito'),
  },
  {
    open: 'Da fare',
    done: 'Completato',
    dropped: 'Annullato',
    words: foldedWords('da fare | in corso | completato | fatto'),
  },
  {
    open: 'Te doen',
    done: 'Klaar',
    dropped: 'Vervallen',
    words: foldedWords('te doen | mee bezig | gepland | klaar | voltooid | afgerond'),
  },
  {
    open: 'Do zrobienia',
    done: 'Zrobione',
    dropped: 'Anulowane',
    words: foldedWords('do zrobienia | w toku | zaplanowane | zrobione | gotowe'),
  },
  {
    open: 'Čeká',
    done: 'Hotovo',
    dropped: 'Zrušeno',
    words: foldedWords('čeká | probíhá | plánováno | hotovo | dokončeno'),
  },
  {
    open: 'К выполнению',
    done: 'Готово',
    dropped: 'Отменено',
    words: foldedWords(
      'открыто | не начато | в работе | в процессе | ожидает | запланировано | готово | выполнено | завершено',
    ),
  },
  {
    open: 'Заплановано',
    done: 'Виконано',
    dropped: 'Скасовано',
    words: foldedWords('заплановано | у роботі | в роботі | не розпочато | виконано'),
  },
  {
    open: '待办',
    done: '已完成',
    dropped: '已取消',
    words: foldedWords('待办 | 待开始 | 未开始 | 进行中 | 计划中 | 待定 | 待处理 | 已完成 | 完成'),
  },
  { open: '待辦', done: '已完成', dropped: '已取消', words: foldedWords('待辦 | 待開始 | 未開始 | 進行中') },
  {
    open: '未着手',
    done: '完了',
    dropped: '中止',
    words: foldedWords('未着手 | 着手中 | 作業中 | 対応中 | 予定 | 未完了 | 完了 | 済'),
  },
  {
    open: '대기',
    done: '완료',
    dropped: '취소',
    words: foldedWords('할 일 | 대기 | 대기중 | 진행 중 | 진행중 | 예정 | 시작 전 | 완료'),
  },
  {
    open: 'Yapılacak',
    done: 'Tamamlandı',
    dropped: 'İptal',
    words: foldedWords('yapılacak | devam ediyor | beklemede | tamamlandı'),
  },
  {
    open: 'Att göra',
    done: 'Klar',
    dropped: 'Avbruten',
    words: foldedWords('att göra | pågående | planerad | klar | färdig'),
  },
  {
    open: 'Chưa làm',
    done: 'Hoàn thành',
    dropped: 'Đã hủy',
    words: foldedWords('đang làm | chưa làm | chưa bắt đầu | hoàn thành'),
  },
];
