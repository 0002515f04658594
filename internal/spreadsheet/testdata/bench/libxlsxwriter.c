/* Writes the table of the benchmark with libxlsxwriter: libxlsxwriter FILE ROWS COLUMNS constant|normal.
 * The values are those of benchTable in bench_data_test.go. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

static const char *words[] = {"policy", "process", "remedy", "supplier", "site", "region", "not disclosed", "in review",
                              "published", "board", "grievance", "dialogue", "security", "land", "water", "labour"};

static uint32_t draw(uint32_t row, uint32_t column) {
    uint32_t x = row * 2654435761u + column * 2246822519u;
    x ^= x >> 15;
    x *= 2654435769u;
    return x ^ (x >> 13);
}

int main(int argc, char **argv) {
    if (argc != 5)
        return 2;
    int rows = atoi(argv[2]), columns = atoi(argv[3]);
    lxw_workbook_options options = {.constant_memory = strcmp(argv[4], "constant") == 0 ? LXW_TRUE : LXW_FALSE};
    lxw_workbook *book = workbook_new_opt(argv[1], &options);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "Answers");
    lxw_format *head = workbook_add_format(book), *text = workbook_add_format(book), *number = workbook_add_format(book);
    format_set_bold(head);
    format_set_font_color(head, 0xFFFFFF);
    format_set_bg_color(head, 0x17233A);
    format_set_border(text, LXW_BORDER_THIN);
    format_set_border(number, LXW_BORDER_THIN);
    format_set_num_format(number, "0.0");
    worksheet_freeze_panes(sheet, 1, 0);
    worksheet_autofilter(sheet, 0, 0, rows, columns - 1);
    char name[64];
    for (int c = 0; c < columns; c++) {
        snprintf(name, sizeof name, "Column %d", c + 1);
        worksheet_write_string(sheet, 0, c, name, head);
    }
    for (int r = 1; r <= rows; r++) {
        snprintf(name, sizeof name, "COMP-%06d", r);
        worksheet_write_string(sheet, r, 0, name, text);
        for (int c = 1; c < columns; c++) {
            if (c < 20)
                worksheet_write_string(sheet, r, c, words[draw(r, c) % 16], text);
            else
                worksheet_write_number(sheet, r, c, (draw(r, c) % 1001) / 10.0, number);
        }
    }
    return workbook_close(book);
}
