/* The rules that can be left out, each by -DWITHOUT_<RULE>. Leaving one out must make spin find a counterexample:
   a model that cannot fail proves nothing. Numbers in brackets are those of README.md's properties. What is not defined is asked
   when the verifier runs (settings.pml), so that one compilation serves all of them. */

/* A statement verifies under a key of the roster. [1] */
#ifndef WITHOUT_SIGNATURE
#define WITHOUT_SIGNATURE Left(1)
#endif
/* The header's type and ceremony are the statement's. [1] */
#ifndef WITHOUT_HEADER
#define WITHOUT_HEADER Left(2)
#endif
/* The opener's own approval does not count. [1] */
#ifndef WITHOUT_OPENER_EXCLUDED
#define WITHOUT_OPENER_EXCLUDED Left(3)
#endif
/* A statement binds the plan, by its digest and by a checkpoint behind it; only where both are left out something breaks. [1] */
#ifndef WITHOUT_PLAN_DIGEST
#define WITHOUT_PLAN_DIGEST Left(4)
#endif
/* A completion needs its quorum among the statements that the replay admitted. [1] */
#ifndef WITHOUT_QUORUM_AT_REPLAY
#define WITHOUT_QUORUM_AT_REPLAY Left(5)
#endif
/* A custodian's own client passes the gate before it gives a share. [1] */
#ifndef WITHOUT_CUSTODIAN_GATE
#define WITHOUT_CUSTODIAN_GATE Left(6)
#endif
/* The state is looked at again under the write lock. [3] */
#ifndef WITHOUT_GATE_UNDER_LOCK
#define WITHOUT_GATE_UNDER_LOCK Left(7)
#endif
/* An executor of the plan signs the execution before the lock. [2] */
#ifndef WITHOUT_EXECUTION_STATEMENT
#define WITHOUT_EXECUTION_STATEMENT Left(8)
#endif
/* A completion carries a proof by each key that it makes or uses. [2] */
#ifndef WITHOUT_KEY_PROOF
#define WITHOUT_KEY_PROOF Left(9)
#endif
/* Completion, sealed record and effect are one transaction. [2] */
#ifndef WITHOUT_ONE_TRANSACTION
#define WITHOUT_ONE_TRANSACTION Left(10)
#endif
/* A completion consumes its ceremony. [2] */
#ifndef WITHOUT_CONSUMPTION
#define WITHOUT_CONSUMPTION Left(11)
#endif
/* A plan's id is new: a second plan of the same id is void. [3] */
#ifndef WITHOUT_NEW_ID
#define WITHOUT_NEW_ID Left(12)
#endif
/* A withdrawal bars its custodian in that ceremony. [1] */
#ifndef WITHOUT_BAR
#define WITHOUT_BAR Left(13)
#endif
/* A new epoch ends what was pending. [3] */
#ifndef WITHOUT_EPOCH
#define WITHOUT_EPOCH Left(14)
#endif
/* An approval is taken until gather-by, whatever the time at which it was signed. [3] */
#ifndef WITHOUT_CLOCKS
#define WITHOUT_CLOCKS Left(15)
#endif
/* An event does not lie before the ledger's time, nor before its statement. [3] */
#ifndef WITHOUT_LEDGER_TIME
#define WITHOUT_LEDGER_TIME Left(16)
#endif
/* A client compares the store with its mark. [3] */
#ifndef WITHOUT_MARK
#define WITHOUT_MARK Left(17)
#endif
/* A statement's checkpoint is one of this ledger. [3] */
#ifndef WITHOUT_ANCESTOR
#define WITHOUT_ANCESTOR Left(18)
#endif
/* A restoration ends what the copy holds pending. [3] */
#ifndef WITHOUT_RESTORATION_ENDS
#define WITHOUT_RESTORATION_ENDS Left(19)
#endif
/* A plan's checkpoint lies behind the last resumption of a restored store. [3] */
#ifndef WITHOUT_PLAN_AFTER_RESUMPTION
#define WITHOUT_PLAN_AFTER_RESUMPTION Left(20)
#endif
/* A client that saw more goes on only where the restoration lies beyond what the store shares with its mark. [3] */
#ifndef WITHOUT_RESTORATION_BEYOND_MARK
#define WITHOUT_RESTORATION_BEYOND_MARK Left(21)
#endif
/* What is void leaves nothing behind, its digest neither. [4] */
#ifndef WITHOUT_VOID_IS_NOTHING
#define WITHOUT_VOID_IS_NOTHING Left(22)
#endif
/* A resumption ends the suspensions and restorations that its plan names, and no other. [5] */
#ifndef WITHOUT_NAMED_ENDS
#define WITHOUT_NAMED_ENDS Left(23)
#endif
/* While a tenant is frozen only what section 7 lists is admitted. [6] */
#ifndef WITHOUT_FREEZE
#define WITHOUT_FREEZE Left(24)
#endif
/* Before its resumption a restored store runs a resumption and nothing else. [7] */
#ifndef WITHOUT_RESTORED_FREEZE
#define WITHOUT_RESTORED_FREEZE Left(25)
#endif
/* From its retirement on a key says nothing, and in what is pending nothing that it said counts. [1] */
#ifndef WITHOUT_RETIRED
#define WITHOUT_RETIRED Left(26)
#endif
/* CorrectClock, a restoration and its resumption go by the own times of their statements. Without it nothing unsafe happens: they
   stand still, like everything else. [8] */
#ifndef WITHOUT_OWN_CLOCK
#define WITHOUT_OWN_CLOCK Left(27)
#endif
/* By a clock of its own nothing runs earlier than the approvals that it counts. [8] */
#ifndef WITHOUT_OWN_ORDER
#define WITHOUT_OWN_ORDER Left(28)
#endif
/* By a clock of its own a person's words follow one another. [8] */
#ifndef WITHOUT_WORD_ORDER
#define WITHOUT_WORD_ORDER Left(29)
#endif
/* The time is put back only where it lies ahead of the plan. [8] */
#ifndef WITHOUT_CLOCK_AHEAD
#define WITHOUT_CLOCK_AHEAD Left(30)
#endif
/* A corrected clock ends what was pending. [3] */
#ifndef WITHOUT_CORRECTION_ENDS
#define WITHOUT_CORRECTION_ENDS Left(31)
#endif
/* A key that a plan only proposes moves no time. [8] */
#ifndef WITHOUT_PROPOSED
#define WITHOUT_PROPOSED Left(32)
#endif
/* The first restoration ends a resumption too, one that was to end a suspension. [3] */
#ifndef WITHOUT_FIRST_RESTORATION
#define WITHOUT_FIRST_RESTORATION Left(33)
#endif
/* A plan is void that is not possible when it starts. [5] */
#ifndef WITHOUT_POSSIBLE_AT_START
#define WITHOUT_POSSIBLE_AT_START Left(34)
#endif
/* A ledger key replaces the one that its plan names. [2] */
#ifndef WITHOUT_SUPERSEDED
#define WITHOUT_SUPERSEDED Left(35)
#endif
/* Who says that a ceremony expired opened it or has a word in it. [9] */
#ifndef WITHOUT_EXPIRY_OBSERVER
#define WITHOUT_EXPIRY_OBSERVER Left(36)
#endif
/* In a resumption or a corrected clock a denial is dissent. [9] */
#ifndef WITHOUT_DISSENT
#define WITHOUT_DISSENT Left(37)
#endif
/* A client holds a place against what it saw there, restored or not. [3] */
#ifndef WITHOUT_PLACE_MARK
#define WITHOUT_PLACE_MARK Left(38)
#endif
/* A mark follows no resumption that lacks a key's retirement which it saw. [3] */
#ifndef WITHOUT_MARK_RETIRED
#define WITHOUT_MARK_RETIRED Left(39)
#endif
/* A mark follows no resumption under an earlier roster. [3] */
#ifndef WITHOUT_MARK_EPOCH
#define WITHOUT_MARK_EPOCH Left(40)
#endif
/* By a clock of its own a ceremony does not end with one custodian's expiry where it does not with his denial. [9] */
#ifndef WITHOUT_EXPIRY_DISSENT
#define WITHOUT_EXPIRY_DISSENT Left(41)
#endif
/* Whose expiry is dissent has taken his word back with it. [1] */
#ifndef WITHOUT_EXPIRY_BARS
#define WITHOUT_EXPIRY_BARS Left(42)
#endif
/* Where a place was left for a copy that is new there, nothing goes on but a resumption that takes that copy up. [3] */
#ifndef WITHOUT_LEFT_PLACE
#define WITHOUT_LEFT_PLACE Left(43)
#endif
/* No rule. */
#ifndef REACHED
#define REACHED asks
#endif
