/* Removing a folder that this program made, with all that is in it. */
#ifndef TH_BATCH_REMOVE_FOLDER_H
#define TH_BATCH_REMOVE_FOLDER_H

/* Of a link only the link would go, and a link in place of the folder is left.  What cannot be removed stays. */
void th_folder_remove(const char *path);

#endif
