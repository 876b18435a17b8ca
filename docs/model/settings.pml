/* A configuration is a set of -D, or, for what is not defined, the environment variable MODEL of the verifier: the number of the rule
   that is left out (rules.pml) and these settings in this order. To compile takes longer than most of the runs. */

hidden byte without;
hidden byte setting[17];
hidden byte asks; /* asks whether the last ceremony of a configuration runs */
#define Left(rule) (without == rule)

#ifndef CEREMONIES
#define CEREMONIES 2 /* how many there is room for */
#endif
#ifndef OP0
#define OP0 setting[0]
#endif
#ifndef OP1
#define OP1 setting[1] /* 0: one ceremony only */
#endif
#ifndef OPENER
#define OPENER setting[2] /* the honest operator, or custodian 2, whose key the forger has */
#endif
#ifndef LAST
#define LAST setting[3] /* how far the clock goes */
#endif
#ifndef SESSIONS
#define SESSIONS setting[4]
#endif
#ifndef NUMBERS
#define NUMBERS setting[5] /* suspensions and restorations in all */
#endif
#ifndef SUSPENSIONS
#define SUSPENSIONS setting[6]
#endif
#ifndef RESTORATIONS
#define RESTORATIONS setting[7] /* of the forger */
#endif
#ifndef DENIALS
#define DENIALS setting[8]
#endif
#ifndef STOPS
#define STOPS setting[9]
#endif
#ifndef DROPS
#define DROPS setting[10] /* how often an older copy is put back */
#endif

#ifndef FEW
#define FEW setting[11] /* custodian 1 is away: the honest one and the dishonest one are the quorum */
#endif
#ifndef EVENTS
#define EVENTS setting[12] /* how long a history grows, where older copies are put back */
#endif

/* An approval is taken until GATHER, a ceremony runs until one later, and behind that it has expired. */
#ifndef GATHER
#define GATHER setting[13]
#endif
#define USE_BY (GATHER + 1)
#ifndef AHEAD
#define AHEAD setting[14] /* how far the forger dates, where that is farther than the clock goes */
#endif
#ifndef THIEF
#define THIEF setting[15] /* whose keys the forger has beside that of custodian 2, as bits */
#endif
#ifndef RETIREMENTS
#define RETIREMENTS setting[16] /* bits: 1 custodian 0 retires his key, 2 the forger does */
#endif

/* The ledger keeps admitted events only: property 4, asserted at every event, is that nothing hangs on the others. Where nobody
   puts back an older copy it is not kept at all. */
#define LENGTH 12
