"""What became of many people held on a detainer: counts, and times past each end.

One record at a time is judged (:mod:`.judge`) and counted (:mod:`.figures`); rows of one
booking are made into one record first (:mod:`.bookings`). Where only dates are known every
figure is a pair, the least and the most that it can be.
"""
