/* What the ledger holds and what a replay makes of it. */

/* Custodians are 0, 1 and 3 (honest) and 2 (dishonest); 4 is the honest operator. m is 2. Roster 1 is {0, 1, 2}; the roster
   change puts 3 in the place of 2. */
#define ROGUE 2
#define OPERATOR 4
#define PEOPLE 5
#define OLD 7
#define NEXT 11
#define Bit(i) (1 << (i))
hidden byte quorate[16]; /* sets of custodians that hold m or more; filled once and never changed, like op */
#define AtLeastM(mask) quorate[(mask) & 15]

/* Operations. Root makes a key, Sign stands for every operation that opens a Quorum key (RenewalOperation and the like). */
#define ROOT 1
#define SIGN 2
#define ROSTER 3
#define RESUME 4
#define LEDGERKEY 5
#define CLOCK 6 /* CorrectClock */
#define RunsSuspended(op) ((op) >= ROSTER)

/* Kinds of statements; COMPLETED is a type of event only, around an EXECUTION. */
#define PLAN 1
#define APPROVE 2
#define DENY 3
#define WITHDRAW 4
#define CANCEL 5
#define EXPIRY 6
#define REQUEST 7
#define RELEASE 8
#define SUSPEND 9
#define RESTORE 10
#define RETIRE 11
#define EXECUTION 12
#define COMPLETED 13

/* Life of a ceremony. */
#define UNKNOWN 0
#define PENDING 1
#define DONE 2
#define ENDED 3

#define NOWHERE 255 /* as a checkpoint: none of this ledger; as a fork: the store extends the mark */

typedef Statement {
    byte kind; byte who; byte cer; bit dig; byte epoch;
    byte point; /* the checkpoint: how many events its signer had seen */
    byte time;
    byte num;   /* suspension, restoration: its own bit; request, release: the session; a plan's: the bits that a resumption names, the
                   people whose keys a corrected clock retires, whether the ledger key that it replaces is a new one */
}

/* An event is a statement under a header that anybody may have written. */
typedef Event {
    Statement s;
    byte type; byte cer; /* as the header says */
    byte time;
    bit verifies;        /* the signature verifies */
    byte copy;           /* 1 + its place among the honest statements; 0: made by the forger */
    bit proof;           /* the keys prove themselves */
}

typedef Replayed {
    byte status[CEREMONIES]; bit dig[CEREMONIES]; byte epochOf[CEREMONIES];
    byte names[CEREMONIES];    /* the plan's num */
    byte takes[CEREMONIES];    /* 1 + place of the restoration whose copy it takes up */
    byte yes[CEREMONIES]; byte barred[CEREMONIES];
    byte wordAt[4 * CEREMONIES]; /* own time of a voter's last word, where the ceremony has a clock of its own */
    byte session[CEREMONIES]; byte asker[CEREMONIES]; byte released[CEREMONIES];
    byte uses[CEREMONIES];
    byte epoch; byte time;
    byte moved;                /* members who signed a date later than a plan's, which is 0 */
    byte retired;              /* whose keys */
    bit newKey;                /* the ledger key in force is one that the forger does not hold */
    bit forgersKey;            /* one of the candidate keys is the forger's */
    byte standing;             /* suspensions and restorations in force */
    byte spent;                /* custodians whose suspension of this epoch was used up */
    byte since;                /* size at the last resumption of a restored store */
    byte restoredAt;           /* 1 + place of the newest restoration */
    byte born[4];              /* 1 + place of each suspension or restoration, by its number */
    byte restoredFrom;         /* 1 + place of the first one that stands: what marks do not rise above */
    byte takenUp;              /* 1 + place of the restoration that the last resumption of a restored store took up */
    int copies[CEREMONIES];  /* the honest statements that were admitted, by their places */
}

Replayed st[2];   /* 0: the replay; 1: the same with the void events left out */
byte w;           /* which of the two is meant; 0 wherever a client looks */
#define S st[w]

Event ledger[LENGTH];
byte size;
byte at;
#define E ledger[at]

/* Every honest statement that was signed, in a place of its own, so that the order of signing makes no difference. Whoever saw it can
   file it again. A place tells kind and signer; custodians 0 and 1 are alike, so that 0 alone takes his word back. */
#define APPROVE0 0
#define DENY0 1
#define WITHDRAW0 2
#define RELEASE0 3
#define EXPIRY0 4
#define APPROVE1 5
#define RELEASE1 6
#define APPROVE3 7
#define PLAN4 8
#define CANCEL4 9
#define REQUEST4 10
#define EXECUTION4 11
#define SUSPEND0 12 /* this one and the next two lie outside of ceremonies: with ceremony 0 */
#define RESTORE4 13
#define RETIRE0 14
#define PLACES 15
hidden byte kindAt[PLACES];
hidden byte whoAt[PLACES];

typedef Said { bit is; bit dig; byte epoch; byte point; byte time; byte num; }
Said pool[PLACES * CEREMONIES];
#define Place(slot, c) pool[(slot) + PLACES * (c)]
/* What was said is not said again, unless an older copy lost the history in which it was. */
#define Told(slot, c) (Place(slot, c).is && Place(slot, c).point != NOWHERE)

byte now;           /* of every honest host; see GATHER */
byte numbers;       /* suspensions and restorations so far */
byte restorations;  /* the bits that are restorations */
byte sessions;
bit rogueHasKey;    /* enough shares were given to a session of the forger's */

hidden byte op[CEREMONIES];
#define Op(c) op[c]
#define Members (S.epoch == 1 -> OLD : NEXT)
#define Voters(c) (Op(c) == ROSTER -> (OLD | NEXT) : Members)
#define IsExecutor(who) ((who) == OPENER || (who) == OPERATOR)
#define Restored ((S.standing & restorations) != 0)
#define Frozen (S.standing != 0)

/* QuorumCount.Lacking: a roster change needs the old threshold, the new one, and a proof of possession by who joins. */
#define Quorum(mask, c) (Op(c) == ROSTER -> (AtLeastM((mask) & OLD) && AtLeastM((mask) & NEXT) && ((mask) & Bit(3)) != 0) \
    : AtLeastM((mask) & Members))

/* OwnClock.Governs: CorrectClock, and the resumption of a restored store, are judged by their statements' own times. */
#define HasOwnClock(c, num) ((Op(c) == CLOCK || (Op(c) == RESUME && ((num) & restorations) != 0)) && !WITHOUT_OWN_CLOCK)
#define OwnClock_Governs(c) (S.status[c] != UNKNOWN && HasOwnClock(c, S.names[c]))

/* Suspension.DemandRunnable: PROTOCOL section 7. */
#define Suspension_DemandRunnable(c) ((!Restored || Op(c) == RESUME || WITHOUT_RESTORED_FREEZE) \
    && (!Frozen || RunsSuspended(Op(c)) || WITHOUT_FREEZE || (Restored && WITHOUT_RESTORED_FREEZE)))

/* Whose denial ends the ceremony: that of a custodian whom the plan removes, and in a resumption or a corrected clock everybody's, only
   when m is out of reach. */
#define OutOfReach(c, who) !Quorum(15 & ~(S.barred[c] | Bit(who) | Bit(OPENER)), c)
#define Dissents(c, who) (Op(c) == ROSTER && (who) == ROGUE || Op(c) == RESUME || Op(c) == CLOCK)
#define Ends(c, who) (!Dissents(c, who) || OutOfReach(c, who) || WITHOUT_DISSENT)

#define Gate_DemandPending(c) (S.status[c] == PENDING || (WITHOUT_CONSUMPTION && S.status[c] == DONE))
#define Gate_DemandCurrentEpoch(c) (S.epochOf[c] == S.epoch || WITHOUT_EPOCH)
#define Retired(who) ((S.retired & Bit(who)) != 0 && !WITHOUT_RETIRED)
/* CompletionRules.Standing, and by a clock of its own nobody's word that is later than the execution. */
#define Said(c, who, t) ((S.yes[c] & Bit(who)) != 0 && !Retired(who) \
    && (!OwnClock_Governs(c) || S.wordAt[4 * (c) + (who)] <= (t) || WITHOUT_OWN_ORDER) -> Bit(who) : 0)
#define Standing(c, t) (Said(c, 0, t) | Said(c, 1, t) | Said(c, 2, t) | Said(c, 3, t))
#define Gate_Count(c, t) (Quorum(Standing(c, t), c) || WITHOUT_QUORUM_AT_REPLAY)
/* CeremonyOperation.DemandPossible: what a resumption ends stands still, and what a plan replaces is in force. */
#define DemandPossible(c, num) ((Op(c) != RESUME || WITHOUT_NAMED_ENDS || ((num) != 0 && ((num) & ~S.standing) == 0)) \
    && (Op(c) != LEDGERKEY || (num) == S.newKey || WITHOUT_SUPERSEDED) \
    && (Op(c) != ROSTER || (S.epoch == 1 && (S.retired & NEXT) == 0) || WITHOUT_RETIRED || WITHOUT_EPOCH))
/* Gate.Pass, for a client as for a replay, at a time. */
#define Gate_Pass(c, t) (Gate_DemandPending(c) && Gate_DemandCurrentEpoch(c) && Suspension_DemandRunnable(c) \
    && DemandPossible(c, S.names[c]) && Gate_Count(c, t))
